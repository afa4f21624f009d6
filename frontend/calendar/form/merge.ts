/** Two people's values of one form, joined. Pure. */

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The part of `after` that differs from `before`. */
export function changed<F extends object>(before: F, after: F): Partial<F> {
  const part: Partial<F> = {};
  for (const key of Object.keys(after) as (keyof F)[]) if (!same(before[key], after[key])) part[key] = after[key];
  return part;
}

/**
 * What I made of `base`, on top of what it has become since: my changes stay, all else is theirs.
 *
 * Fields that make sense only `together` are mine as soon as one of them is.
 */
export function rebase<F extends object>(base: F, mine: F, theirs: F, together: readonly (keyof F)[] = []): F {
  const part = changed(base, mine);
  if (together.some((key) => key in part)) for (const key of together) part[key] = mine[key];
  return { ...theirs, ...part };
}

/** The fields that both changed, each to something else. */
export function bothChanged<F extends object>(base: F, mine: F, theirs: F): (keyof F)[] {
  const ours = changed(base, mine);
  return (Object.keys(changed(base, theirs)) as (keyof F)[]).filter((key) => key in ours && !same(mine[key], theirs[key]));
}
