/** The page's script: it makes the page easier to use, but everything can be read without it. */
import { liven } from './charts.ts';
import { addControls } from './facets.ts';
import { Grid } from './grid.ts';
import { element, readValues } from './values.ts';

document.documentElement.classList.add('scripted');

addEventListener('DOMContentLoaded', () => {
  addThemeButton();
  const now = Number(document.body.dataset.now) * 1000;
  for (const table of document.querySelectorAll<HTMLTableElement>('table.grid')) {
    const values = readValues(table.id);
    if (!values) continue;
    const grid = new Grid(table, values);
    const controls = document.getElementById('controls');
    if (table.id === 'models' && controls) {
      liven(grid);
      addControls(grid, controls, now);
    } else grid.narrow(() => true);
  }
});

/** Switches between light and dark, for readers who want the opposite of the system setting. */
function addThemeButton(): void {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : '')) === 'dark';
  const button = element('button', { type: 'button' });
  const name = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', isDark() ? 'Light colors' : 'Dark colors');
  };
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    name();
  });
  name();
  document.querySelector('header')?.append(button);
}
