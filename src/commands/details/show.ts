/** `details show`: which datasets are in use, how old they are, and where they are stored. */
import { datasetInUse } from '../../datasets/updated.ts';
import { ageInDays, DATASET_NAMES, type DatasetName, isOld, primarySource, rowCounts } from '../../details/datasets.ts';
import { note, type Session } from '../../session/session.ts';
import { showItems } from '../../session/show.ts';

/** What each file contains about models. */
const SAYS: Readonly<Record<DatasetName, string>> = { table: 'prices', lifecycle: 'ends' };

export async function detailsShow(session: Session): Promise<0> {
  const now = session.ctx.now();
  const items = [];
  const old: string[] = [];
  for (const name of DATASET_NAMES) {
    const { kept, file } = await datasetInUse(session, name);
    const counts = rowCounts(file);
    for (const [dataset, { version, date }] of Object.entries(file.sources))
      items.push({
        name: dataset,
        version,
        date,
        age_days: ageInDays(date, now),
        rows: counts.get(dataset) ?? 0,
        says: SAYS[name],
        from: kept.state === 'newer' ? 'cache' : 'package',
        path: kept.state === 'newer' ? kept.path : null,
      });
    const first = primarySource(name, file);
    if (first && isOld(first.date, now)) old.push(`${SAYS[name]} of ${first.date}`);
  }
  const rows = items.map(({ name, version, date, age_days, rows: count, says, from }) => {
    const age = `${age_days.toLocaleString('en-US')} d`;
    return { name, version, date, age, rows: count.toLocaleString('en-US'), says, from };
  });
  await showItems(session, rows, items);
  // A path is too long for a column, and the same in many rows.
  const paths = new Set(items.flatMap(({ path }) => path ?? []));
  if (paths.size > 0) await note(session, [`Cached in: ${[...paths].join(', ')}`]);
  if (old.length > 0)
    await note(session, [`More than 120 days old: ${old.join(', ')}. To update: openai details update`]);
  return 0;
}
