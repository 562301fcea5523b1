/**
 * Script of the page: narrows tables and columns to what holds every word typed, and shows in a graph what a table is
 * joined with. Without it everything is there to read.
 */
export const PAGE_SCRIPT = `
'use strict';
const box = document.getElementById('search');
const status = document.getElementById('found');
const tables = [...document.querySelectorAll('section.table')].map((section) => ({
  section,
  text: section.querySelector('.about').textContent.toLowerCase(),
  rows: [...section.querySelectorAll('tbody tr')].map((row) => ({ row, text: row.textContent.toLowerCase() })),
}));
function narrow() {
  const words = box.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const holds = (text) => words.every((word) => text.includes(word));
  let tableCount = 0;
  let columnCount = 0;
  for (const { section, text, rows } of tables) {
    const isWhole = holds(text);
    let shown = 0;
    for (const { row, text: rowText } of rows) {
      row.hidden = !isWhole && !holds(text + ' ' + rowText);
      if (!row.hidden) shown += 1;
    }
    section.hidden = shown === 0;
    if (shown > 0) tableCount += 1;
    columnCount += shown;
  }
  document.body.classList.toggle('narrowed', words.length > 0);
  status.textContent = columnCount + ' columns of ' + tableCount + ' tables';
}
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null || target.closest('[hidden]') === null) return;
  box.value = '';
  narrow();
  target.scrollIntoView();
}
box.addEventListener('input', narrow);
addEventListener('hashchange', reveal);
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
  }
  if (event.key === 'Escape' && document.activeElement === box) {
    box.value = '';
    narrow();
  }
});
function follow(event) {
  const graph = event.target.closest('svg.graph');
  if (graph === null) return;
  const node = event.type === 'pointerout' || event.type === 'focusout' ? null : event.target.closest('a, g.node');
  const name = node && (node.matches('g') ? node : node.querySelector('g.node')).dataset.name;
  const near = new Set([name]);
  for (const edge of graph.querySelectorAll('.edge')) {
    const isNear = name !== null && (edge.dataset.from === name || edge.dataset.to === name);
    edge.classList.toggle('near', isNear);
    if (isNear) near.add(edge.dataset.from).add(edge.dataset.to);
  }
  graph.classList.toggle('following', name !== null);
  for (const other of graph.querySelectorAll('g.node')) other.classList.toggle('near', near.has(other.dataset.name));
}
for (const kind of ['pointerover', 'pointerout', 'focusin', 'focusout']) document.addEventListener(kind, follow);
narrow();
`;
