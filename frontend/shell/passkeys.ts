import { messages } from "./messages";
import { toast } from "./toasts";

/*
 * Passkeys and security keys (WebAuthn). The server's options come as JSON with base64url texts where the browser
 * wants bytes, and the other way round on the way back (WebAuthn Level 3, §5.1.9 and §5.1.10, which not every browser
 * has yet).
 */
type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function descriptors(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as (Json & { id: string })[]).map(
    (entry) => ({ ...entry, id: bytes(entry.id) }) as unknown as PublicKeyCredentialDescriptor,
  );
}

function credentialJson(credential: PublicKeyCredential): string {
  const answer = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const response: Json = { clientDataJSON: text(answer.clientDataJSON) };
  if ("attestationObject" in answer) {
    response["attestationObject"] = text(answer.attestationObject);
    response["transports"] = answer.getTransports();
  } else {
    const assertion = credential.response as AuthenticatorAssertionResponse;
    response["authenticatorData"] = text(assertion.authenticatorData);
    response["signature"] = text(assertion.signature);
    response["userHandle"] = assertion.userHandle ? text(assertion.userHandle) : null;
  }
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function use(options: Json): Promise<string> {
  const publicKey = options["publicKey"] as Json & { challenge: string };
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: descriptors(publicKey["allowCredentials"]),
    } as unknown as PublicKeyCredentialRequestOptions,
  });
  return credentialJson(found as PublicKeyCredential);
}

async function make(options: Json, passwordless: boolean): Promise<string> {
  const publicKey = options["publicKey"] as Json & { challenge: string; user: Json & { id: string } };
  const selection = { ...(publicKey["authenticatorSelection"] as Json) };
  selection["residentKey"] = passwordless ? "required" : "discouraged";
  selection["requireResidentKey"] = passwordless;
  if (passwordless) selection["userVerification"] = "required";
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: descriptors(publicKey["excludeCredentials"]),
      authenticatorSelection: selection,
    } as unknown as PublicKeyCredentialCreationOptions,
  });
  return credentialJson(made as PublicKeyCredential);
}

async function optionsFor(form: HTMLFormElement): Promise<Json> {
  const inPage = form.querySelector("script[type='application/json']");
  if (inPage) return JSON.parse(inPage.textContent ?? "{}") as Json;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`passkey options: ${answer.status}`);
  return (await answer.json()) as Json;
}

async function submit(form: HTMLFormElement): Promise<void> {
  const options = await optionsFor(form);
  const credential = form.elements.namedItem("credential") as HTMLInputElement;
  const passwordless = form.elements.namedItem("passwordless");
  credential.value =
    "creation_options" in options
      ? await make(options["creation_options"] as Json, passwordless instanceof HTMLInputElement && passwordless.checked)
      : await use(options["request_options"] as Json);
  form.submit();
}

function explain(error: unknown, form: HTMLFormElement): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "InvalidStateError") return messages.passkeyKnown;
  // A bare IP address may not own passkeys (WebAuthn Level 3, §13.4.9).
  if (name === "SecurityError") return messages.passkeyAddress;
  if (name === "NotAllowedError" || name === "AbortError")
    return form.dataset["passkey"] === "sign-in" ? messages.passkeyCancelled : messages.keyCancelled;
  return messages.passkeyFailed;
}

/** Forms `data-passkey`: their submit asks the browser for a key, then sends its answer in the field `credential`. */
export function startPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!("credentials" in navigator)) return void toast({ text: messages.passkeyUnsupported, kind: "wrong" });
      submit(form).catch((error: unknown) => toast({ text: explain(error, form), kind: "wrong" }));
    });
  }
}
