"""One e-mail address."""

import pytest

from tournee.values.email_address import BadAddress, EmailAddress


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" Ada.Lovelace+x@Example.COM ", "Ada.Lovelace+x@example.com"),
        ("o'neil@sub.example.org", "o'neil@sub.example.org"),
        ("équipe@société.fr", "équipe@société.fr"),
    ],
)
def test_reading(raw: str, text: str) -> None:
    assert EmailAddress.parse(raw).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "nobody",
        "a@b",
        "a b@example.com",
        "a@example.com, b@example.com",
        "<a@example.com>",
        "a@-example.com",
        ".a@example.com",
        "a.@example.com",
        "a..b@example.com",
        "a@example.com\r\nBcc: x@example.com",
        "x" * 65 + "@example.com",
        "a@" + "x" * 250 + ".com",
        "a\x00@example.com",
    ],
)
def test_what_is_no_address_is_refused(raw: str) -> None:
    with pytest.raises(BadAddress):
        EmailAddress.parse(raw)


def test_two_spellings_share_a_key_and_a_domain() -> None:
    one, two = EmailAddress.parse("Ada@Example.com"), EmailAddress.parse("ada@example.COM")
    assert one.key == two.key
    assert one.domain == "example.com"
