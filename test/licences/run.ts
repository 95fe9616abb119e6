// `npm run licences`: names every licence in production, and those that may not be used. `-- write` writes docs/licences.md.
import { writeFileSync } from 'node:fs';
import { isUsable, licencesGuide, productionLicences } from './licences.ts';

const root = new URL('../../', import.meta.url);
const all = productionLicences(root);
const strange = all.filter(({ licence }) => !isUsable(licence));
const kinds = Map.groupBy(all, ({ licence }) => licence);

for (const [licence, packages] of kinds) console.log(`${packages.length}\t${licence}`);
for (const { name, version, licence } of strange) console.error(`Not usable: ${name} ${version}: ${licence}`);
if (process.argv[2] === 'write') {
  writeFileSync(new URL('docs/licences.md', root), licencesGuide(all));
  console.log('docs/licences.md');
}
process.exitCode = strange.length === 0 ? 0 : 1;
