import { modelOf, type Target } from '../../deletion/plan.ts';
import { textCell } from '../../models/cell.ts';
import { type Column, namedColumn, plainKnowledge } from '../../models/columns.ts';
import { visibleId } from '../../models/id-text.ts';
import type { Model } from '../../models/model.ts';
import type { View } from '../../output/formatter.ts';
import { modelTable } from '../../output/model-table.ts';
import type { Chunk } from '../../output/span.ts';
import { listOf } from '../show-list.ts';

/** The models to delete, as the list said of them. */
export function planTable(targets: readonly Target[], view: View): Chunk[] {
  const [id, ...others] = (['id', 'owned_by', 'created', 'age'] as const).map((name) =>
    namedColumn(name, plainKnowledge(view.now)),
  ) as [Column, ...Column[]];
  const columns = [{ ...id, cell: ({ id }: Model) => textCell(id && visibleId(id)) }, ...others];
  const table = modelTable({ ...view, columns });
  const [part] = listOf(targets.map((target) => modelOf(target).line));
  return part ? [table.begin(part.document), table.part(part), table.end(part.document)] : [];
}
