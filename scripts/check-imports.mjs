// Checks which way imports run. A checker that finds no modules to check has failed, whatever it says.
import { cruise } from 'dependency-cruiser';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const config = await extractDepcruiseConfig('./.dependency-cruiser.cjs');
const { output } = await cruise(['lib'], { ruleSet: config, validate: true, ...config.options }, undefined, {
  tsConfig: extractTSConfig('./tsconfig.json'),
});
const { totalCruised, violations } = output.summary;
const ours = output.modules.filter((module) => module.source.startsWith('lib/'));
const imports = ours.reduce((sum, module) => sum + module.dependencies.length, 0);

for (const { rule, from, to } of violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
if (ours.length < 20 || imports < ours.length) {
  console.error(`The checker saw only ${ours.length} modules with ${imports} imports: it is not looking at lib/.`);
  process.exitCode = 1;
}
if (violations.length > 0) process.exitCode = 1;
console.log(
  `${ours.length} modules, ${totalCruised} with their dependencies, ${imports} imports, ${violations.length} violations`,
);
