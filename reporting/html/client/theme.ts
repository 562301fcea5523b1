import { part } from './element.ts';

/**
 * Makes the page follow the system's light or dark until the reader chooses; paper is always light. Whoever draws
 * listens for `themechange` on the document.
 */
export function startTheme(): void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const button = part<HTMLButtonElement>('theme-button');
  const isDark = (): boolean => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const announce = (): void => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
    document.dispatchEvent(new Event('themechange'));
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    announce();
  });
  system.addEventListener('change', announce);
  let chosen: string | undefined;
  window.addEventListener('beforeprint', () => {
    chosen = root.dataset.theme;
    root.dataset.theme = 'light';
    announce();
  });
  window.addEventListener('afterprint', () => {
    if (chosen === undefined) delete root.dataset.theme;
    else root.dataset.theme = chosen;
    announce();
  });
  announce();
}
