/** Names of the accounts and opportunities in the address bar, which holds only ids. */

import { useEffect, useState } from "preact/hooks";
import { directory } from "../api/calls";

const known = new Map<string, string>();

export function rememberName(id: string, name: string): void {
  known.set(id, name);
}

export function useName(kind: "account" | "opportunity", id: string | null): string {
  const [name, setName] = useState("");
  useEffect(() => {
    if (!id) return;
    const had = known.get(id);
    if (had !== undefined) {
      setName(had);
      return;
    }
    setName("…");
    directory[kind](id).then(
      (found) => {
        rememberName(id, found.name);
        setName(found.name);
      },
      () => {
        setName("?");
      },
    );
  }, [kind, id]);
  return id ? (known.get(id) ?? name) : "";
}
