/** Whose calendar it is in: those for whom the viewer may plan. */

import { boot } from "../boot";
import { t } from "../messages";

interface Props {
  id: string;
  owner: string;
  choose: (id: string) => void;
}

export function OwnerSelect({ id, owner, choose }: Props) {
  const owners = boot.users.filter((user) => (user.active && user.edits_calendar) || user.id === owner);
  return (
    <select
      id={id}
      class="input"
      value={owner}
      disabled={owners.length < 2}
      onChange={(happening) => {
        choose(happening.currentTarget.value);
      }}
    >
      {owners.map((user) => (
        <option key={user.id} value={user.id}>
          {user.is_me ? `${user.name} (${t.me})` : user.name}
        </option>
      ))}
    </select>
  );
}
