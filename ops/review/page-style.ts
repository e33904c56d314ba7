/** The page's only style sheet. Every colour also has a sign. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f8fa; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0;
  --red: #b3121d; --red-paper: #ffebe9; --amber: #7a4e00; --amber-paper: #fff5d6;
  --green: #116329; --green-paper: #dafbe1; --blue: #0550ae; --blue-paper: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0d1117; --panel: #151b23; --ink: #f0f6fc; --soft: #9aa5b1; --line: #3d444d;
    --red: #ff9a92; --red-paper: #3c1418; --amber: #e9b949; --amber-paper: #2e2409;
    --green: #63d977; --green-paper: #0f2b18; --blue: #79c0ff; --blue-paper: #0c2440;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; font-weight: 600; }
p { margin: .4rem 0; }
code, pre { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--panel); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
a { color: var(--blue); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; border-radius: 4px; }
.verdict { padding: .6rem .9rem; border-radius: 8px; background: var(--red-paper); color: var(--red); font-weight: 600; }
.verdict.passes { background: var(--amber-paper); color: var(--amber); }
.findings { list-style: none; margin: 0; padding: 0; }
.findings li { border-left: 4px solid var(--line); padding: .2rem 0 .2rem .9rem; margin: .8rem 0; }
.findings .data-loss, .findings .downtime { border-color: var(--red); }
.findings .exposure, .findings .protection { border-color: var(--amber); }
.findings .replacement { border-color: var(--blue); }
.fix { color: var(--soft); margin: 0; }
figure { margin: 1rem 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; padding: 12px; }
figcaption { color: var(--soft); font-size: .88rem; }
svg { display: block; max-width: 100%; height: auto; min-width: 46rem; font: 13px system-ui, sans-serif; }
svg .panel { fill: var(--panel); stroke: none; }
svg .title { font-weight: 600; font-size: 15px; fill: var(--ink); }
svg .node rect { fill: var(--paper); stroke: var(--line); stroke-width: 1; }
svg .node text { fill: var(--soft); text-anchor: middle; }
svg a.node { text-decoration: none; }
svg a.node text { fill: var(--ink); font-weight: 600; }
svg a.node rect { stroke-width: 2; }
svg a.node:focus-visible rect { stroke-width: 4; }
svg .delete rect, svg .replace rect { fill: var(--red-paper); stroke: var(--red); }
svg .delete .signs, svg .replace .signs { fill: var(--red); }
svg .update rect, svg .forget rect { fill: var(--amber-paper); stroke: var(--amber); }
svg .update .signs, svg .forget .signs { fill: var(--amber); }
svg .create rect { fill: var(--green-paper); stroke: var(--green); }
svg .create .signs { fill: var(--green); }
svg .none rect { fill: var(--blue-paper); stroke: var(--blue); }
svg .none .signs { fill: var(--blue); }
svg .edge { fill: none; stroke: var(--line); stroke-width: 1.3; }
svg .cross { stroke-dasharray: 4 4; opacity: .8; }
svg .strong { stroke: var(--ink); stroke-width: 1.8; opacity: 1; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .4rem 0; }
summary { cursor: pointer; padding: .35rem .75rem; overflow-wrap: anywhere; }
pre { margin: 0; padding: .75rem; overflow-x: auto; border-top: 1px solid var(--line); background: var(--panel); }
.added { color: var(--green); } .removed { color: var(--red); } .altered { color: var(--amber); }
.tag { display: inline-block; min-width: 4.6em; font-size: .82rem; font-weight: 600; }
.tag.delete, .tag.replace { color: var(--red); } .tag.update, .tag.forget { color: var(--amber); }
.tag.create { color: var(--green); } .tag.none { color: var(--blue); }
`;
