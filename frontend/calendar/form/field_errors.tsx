/** What is wrong with a field, beside it. */

import { Icon } from "../icon";

export type Errors = Record<string, string[]>;

export function FieldErrors({ of }: { of: readonly string[] | undefined }) {
  return (
    <>
      {(of ?? []).map((message) => (
        <p key={message} class="field__error">
          <Icon name="warning" /> {message}
        </p>
      ))}
    </>
  );
}
