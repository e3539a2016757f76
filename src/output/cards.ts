/** The formats of cards: plain for one object on a terminal, boxed as `pretty`. */
import { renderCard } from './card.ts';
import type { ListFormatter, View } from './formatter.ts';
import { modelTable } from './model-table.ts';
import { boxed } from './pretty.ts';
import { oneByOne } from './renderer.ts';

export const cardRenderer = oneByOne(modelTable, (body, { start, end }, view) => renderCard(body, start, end, view));

export const prettyRenderer = oneByOne(boxedList, (body, { start, end }, view) =>
  boxed(renderCard(body, start, end, view), view.width),
);

function boxedList(view: View): ListFormatter {
  return {
    begin: () => '',
    part: ({ batch }) =>
      [...batch].flatMap(({ bytes, start, end }) => boxed(renderCard(bytes, start, end, view), view.width)),
    end: () => '',
  };
}
