// What `npm run roles` prints: which rights there are and what for, and which of them the bot has.
import { type Feature, features, type SubscriptionRights } from '../access/rights-port.ts';
import { featureWords } from '../access/rights-watch.ts';
import { askedBesides, azureCalls } from '../azure/actions.ts';
import { actionsFor } from '../azure/roles.ts';

/** Which right each feature needs, and what for. @returns lines */
export function rightsList(): readonly string[] {
  return features.flatMap((feature) => {
    const rows = [...azureCalls, ...askedBesides].flatMap((row) => {
      const why = row.why[feature];
      if (why === undefined) return [];
      const without = row.without?.[feature];
      const notes = [
        'call' in row ? row.call : 'no call of ours',
        ...('grade' in row && row.grade === 'inferred' ? ['inferred from the URL'] : []),
        ...('inNoRole' in row ? ['no custom role can have it'] : []),
        ...(without === undefined ? [] : [`without: ${without}`]),
      ];
      return [[`  ${row.action}`, why], ...notes.map((note) => ['', `  ${note}`])];
    });
    return [`${feature}: ${featureWords[feature]}`, ...aligned(rows), ''];
  });
}

/** The rights that `wanted` needs in one subscription: `there`, `missing` or `spared` (it goes on without). @returns lines */
export function rightsTable(
  { subscription: { id, name }, seen }: SubscriptionRights,
  wanted: readonly Feature[],
): readonly string[] {
  const heading = `${name} (${id})`;
  if (seen.kind === 'unknown') return [heading, `  not known: ${seen.why}`];
  const rows = actionsFor(wanted).map((action) => {
    const missing = seen.missing.find((one) => one.action === action);
    if (missing === undefined) return ['  there', action];
    const needing = missing.features.map((feature) => featureWords[feature]).join('; ');
    if (missing.features.length > 0) return ['  missing', action, `for ${needing}`];
    return ['  spared', action, missing.without.join(' ')];
  });
  const roles = seen.roles.map((role) => `“${role.name}” (${role.file})`).join(' and ');
  return [
    heading,
    ...aligned(rows),
    ...(roles === '' ? [] : [`  Roles that have what is missing: ${roles}`]),
  ];
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
