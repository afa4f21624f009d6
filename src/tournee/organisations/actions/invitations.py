"""How a member gets a first password: a link that works once, shown to the administrator or sent by mail."""

from functools import partial
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from .. import queries
from ..errors import not_allowed
from ..models import Member
from ..queries import require_administrator


def password_link(member: Member) -> str:
    """The address at which a member chooses a password; worn out once it was used, and after PASSWORD_RESET_TIMEOUT."""
    key = {"uidb36": user_pk_to_url_str(member), "key": default_token_generator.make_token(member)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)


def invite_member(*, member_id: UUID, by: Member) -> str:
    """Send a member the link by mail, in the member's language; gives the link back, for when no mail arrives.

    Raises NotVisible, or NotAllowed, also for somebody whose access has ended.
    """
    member = queries.member(by, member_id)
    require_administrator(by)
    if not member.is_active:
        raise not_allowed()
    link = password_link(member)
    with translation.override(member.language):
        subject = _("%(name)s invites you to Tournée") % {"name": by.name}
        text = _(
            "Hello %(member)s,\n\n%(name)s has opened an account for you at Tournée, the calendar of %(organisation)s. "
            "Choose your password here; the link works for %(days)d days and only once:\n\n%(link)s\n\n"
            "You then sign in with your e-mail address: %(email)s"
        ) % {
            "member": member.name,
            "name": by.name,
            "organisation": by.organisation.name,
            "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
            "link": link,
            "email": member.email,
        }
    transaction.on_commit(partial(send_mail, subject, text, None, [member.email]))
    return link
