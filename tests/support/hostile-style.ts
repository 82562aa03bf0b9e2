/** Styles of a page that lays its hands on everything that is put into it. */
export const HOSTILE_STYLE = `<style>
* { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0.1) !important;
  pointer-events: none !important; position: static !important; z-index: -1 !important; width: 1px !important; filter: blur(9px) !important;
  clip-path: inset(50%) !important; font: 60px serif !important; color: red !important }
html, body { display: block !important; visibility: visible !important; opacity: 1 !important; transform: none !important;
  pointer-events: auto !important; width: auto !important; filter: none !important; clip-path: none !important }
</style>`;
