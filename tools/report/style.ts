/**
 * The look of the sheet: A4, black on white with pale fields, so that it prints in grey, too. A status is a sign and
 * a word; its colour only helps. All pairs of colours have a contrast of at least 7:1 (WCAG 2.2, 1.4.6).
 */
export const STYLE = `
@page { size: A4; margin: 12mm 11mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: #111; background: #fff; font: 0.8125rem/1.35 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.15; }
h2 { margin: 1rem 0 0.35rem; font-size: 1.05rem; break-after: avoid; }
p { margin: 0.25rem 0; }
.client { font-size: 1.15rem; font-weight: 600; }
.caution { padding: 0.4rem 0.6rem; border: 2px solid #7a0c0c; background: #fdeceb; color: #5c0909; font-weight: 600; }
.glance { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0.5rem 0; padding: 0; list-style: none; }
.glance li { flex: 1 1 10rem; padding: 0.2rem 0.5rem; border: 1px solid; border-radius: 0.25rem; }
.glance small { color: inherit; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 0.2rem 0.4rem; border: 1px solid #777; text-align: left; vertical-align: top; overflow-wrap: anywhere; font-weight: 400; }
thead th { background: #e9edf1; font-weight: 600; }
tbody th { font-weight: 600; }
tr, li { break-inside: avoid; }
.advice { width: 20%; }
.status { width: 11%; }
.what { width: 41%; }
.sign { font-weight: 700; }
ul { margin: 0; padding-left: 0.85rem; }
small { display: block; color: #333; font-size: 0.6875rem; font-weight: 400; }
.in-place { background: #e3f4e6; color: #0b3d17; border-color: #0b3d17; }
.partly { background: #fff3d1; color: #4a3300; border-color: #4a3300; }
.missing { background: #fdeceb; color: #5c0909; border-color: #5c0909; }
.unknown { background: #ececf3; color: #26264a; border-color: #26264a; }
.result { font-size: 1.1rem; font-weight: 600; }
.score .advice { width: 25%; }
.score td, .score thead th { text-align: center; }
.score thead th:first-child { text-align: left; }
@media print { body { max-width: none; padding: 0; font-size: 7.5pt; } h1 { font-size: 15pt; } h2 { margin-top: 6pt; font-size: 10pt; } small { font-size: 6.25pt; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`.trim();
