/** SARIF 2.1.0 for code scanning (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html). */
import { type Finding, replaceId, verdictText } from '../findings.ts';
import type { Report } from '../report.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = 'SRCROOT';

const RULES = {
  retired: { text: 'The model was shut down', level: 'error' },
  deprecated: { text: 'The model is being shut down', level: 'warning' },
  missing: { text: 'The model is not listed by the endpoint', level: 'error' },
  active: { text: 'The model is used', level: 'note' },
} as const;
type RuleName = keyof typeof RULES;
const NAMES = Object.keys(RULES) as RuleName[];

export function* sarifFormat(report: Report): Generator<string> {
  const driver = {
    name: 'openai models check',
    semanticVersion: report.version,
    rules: NAMES.map((name) => ({
      id: `${name}-model`,
      shortDescription: { text: RULES[name].text },
      defaultConfiguration: { level: RULES[name].level },
    })),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits' };
  yield `{\n  "$schema": ${JSON.stringify(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [\n    ${JSON.stringify(run, null, 2).slice(0, -2).replaceAll('\n', '\n    ')},\n      "results": [`;
  for (const [i, finding] of report.findings.entries())
    yield `${i === 0 ? '' : ','}\n        ${JSON.stringify(resultOf(finding, report.today))}`;
  yield `${report.findings.length > 0 ? '\n      ' : ''}]\n    }\n  ]\n}\n`;
}

function resultOf(finding: Finding, today: string) {
  const { line, column, text, verdict } = finding;
  const artifactLocation = locationOf(finding.path);
  const region = { startLine: line, startColumn: column, endColumn: column + text.length };
  const instead = replaceId(text, verdict);
  return {
    ruleId: `${verdict.status}-model`,
    ruleIndex: NAMES.indexOf(verdict.status),
    level: verdict.severity ?? 'note',
    message: {
      text: `${verdict.model} ${verdictText(verdict, today)}${verdict.source ? ` (${verdict.source})` : ''}`,
    },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    ...(instead !== undefined && {
      fixes: [
        {
          description: { text: `Use ${verdict.replacement}` },
          artifactChanges: [
            { artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: instead } }] },
          ],
        },
      ],
    }),
    partialFingerprints: { 'model/v1': `${finding.path}:${text}` },
  };
}

/** A relative URI below the source root. An absolute path becomes a `file:` URI of its own. */
function locationOf(path: string) {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  if (path.startsWith('/')) return { uri: `file://${uri}` };
  return path.startsWith('../') ? { uri } : { uri, uriBaseId: ROOT };
}
