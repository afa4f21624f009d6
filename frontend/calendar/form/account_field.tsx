/** The account and the opportunity that something is about. */

import type { AccountRef, Named } from "../api/shapes";
import { t } from "../messages";
import { Chosen } from "./chosen";
import { Combobox } from "./combobox";
import { FieldErrors } from "./field_errors";
import { accounts, opportunitiesOf } from "./searches";

interface AccountProps {
  account: AccountRef | null;
  choose: (account: AccountRef | null) => void;
  errors: readonly string[] | undefined;
}

export function AccountField({ account, choose, errors }: AccountProps) {
  return (
    <div class="field" role="group" aria-label={t.account}>
      <span class="field__label">{t.account}</span>
      {account ? (
        <Chosen name={account.name} meta={account.city} onRemove={() => { choose(null); }} />
      ) : (
        <Combobox
          label={t.account}
          placeholder={t.searchAccount}
          search={accounts}
          invalid={Boolean(errors)}
          onPick={({ id, name, city }) => {
            choose({ id, name, city });
          }}
        />
      )}
      <FieldErrors of={errors} />
    </div>
  );
}

interface OpportunityProps {
  opportunity: Named | null;
  /** Whose opportunities are offered first. */
  account: AccountRef | null;
  choose: (opportunity: Named | null) => void;
  errors: readonly string[] | undefined;
}

export function OpportunityField({ opportunity, account, choose, errors }: OpportunityProps) {
  return (
    <div class="field" role="group" aria-label={t.opportunity}>
      <span class="field__label">{t.opportunity}</span>
      {opportunity ? (
        <Chosen name={opportunity.name} onRemove={() => { choose(null); }} />
      ) : (
        <Combobox
          label={t.opportunity}
          placeholder={t.searchOpportunity}
          search={opportunitiesOf(account?.id ?? null)}
          eager={account !== null}
          invalid={Boolean(errors)}
          onPick={choose}
        />
      )}
      <FieldErrors of={errors} />
    </div>
  );
}
