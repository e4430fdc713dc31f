/**
 * The report's style sheet. Quiet: one ink, hairlines, colour only where it carries meaning (types, severities).
 * Contrast is AA in both schemes; the colours are pairs, light and dark, in one table below.
 */

/** name: [light, dark] */
const palette: Readonly<Record<string, readonly [string, string]>> = {
  paper: ["#fbfaf7", "#131417"],
  raised: ["#f2f0ea", "#1d1f23"],
  ink: ["#1f1e1b", "#e9e7e2"],
  muted: ["#615d55", "#a6a29a"],
  hair: ["#e2ded5", "#2e3137"],
  link: ["#1f5a86", "#8fc1e8"],
  int: ["#2f6b9a", "#6fa8d8"],
  float: ["#15736b", "#5fb8ad"],
  date: ["#80499a", "#bf90d6"],
  string: ["#86601f", "#cfa866"],
  error: ["#b0261d", "#ff8f84"],
  warning: ["#8a5200", "#f0b754"],
  good: ["#2a6a36", "#86c793"],
  gap: ["#d4cfc4", "#44484f"],
};

const scheme = (index: 0 | 1) =>
  Object.entries(palette)
    .map(([name, pair]) => `--${name}:${pair[index]}`)
    .join(";");

const sheet = `
:root{${scheme(0)};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${scheme(1)}}}
*{box-sizing:border-box}
html{font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0 auto;max-width:80rem;padding:0 2rem 4rem;background:var(--paper);color:var(--ink);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,dl,dd,figure{margin:0;padding:0}
ul{list-style:none}
h1{font-size:2.1rem;font-weight:650;line-height:1.15;letter-spacing:-.02em}
h2{font-size:1.3rem;font-weight:650;letter-spacing:-.01em;margin-bottom:1rem}
h3{font-size:.95rem;font-weight:650}
h4{font-size:.8rem;font-weight:600;color:var(--muted);margin-bottom:.35rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
code,.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Roboto Mono","Liberation Mono",monospace;font-size:.86em}
code{white-space:pre-wrap;unicode-bidi:isolate}
h1,h3,th,.notes li,.alerts li{unicode-bidi:isolate}
small{font-size:.8rem;color:var(--muted)}
table{border-collapse:collapse;width:100%}
th{font-weight:400;text-align:left}
svg{display:block}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
.ctl{font-style:normal;font-size:.85em;color:var(--error);background:var(--raised);border-radius:2px}
.withheld,.note,.line,figcaption{color:var(--muted)}
.note,figcaption{font-size:.8rem;margin-top:.35rem}
.code{color:var(--muted);font-size:.75rem}
.good{color:var(--good)}
.bad{color:var(--error)}
.page{padding:3rem 0 1.2rem}
.kicker{font-size:.8rem;letter-spacing:.09em;text-transform:uppercase;color:var(--muted);margin-bottom:.3rem}
.facts{margin-top:.6rem;color:var(--muted)}
.facts .severity{margin-right:.4rem}
.failure{margin-top:1.4rem;border-left:3px solid var(--error);background:var(--raised);padding:.9rem 1.2rem;max-width:60rem}
.failure p+p{margin-top:.4rem}
.failure p:first-child{font-size:1.1rem}
.severity,.badge,.hint{display:inline-block;font-size:.75rem;line-height:1.35;font-weight:600;white-space:nowrap}
.severity{border:1px solid;border-radius:99px;padding:0 .55em;color:var(--muted)}
.severity.error{color:var(--error)}
.severity.warning{color:var(--warning)}
.severity.ok{color:var(--good)}
.hint{color:var(--muted);border-bottom:1px dotted}
.int{--c:var(--int)}
.float{--c:var(--float)}
.date{--c:var(--date)}
.string{--c:var(--string)}
.badge{color:var(--c)}
.badge:before{content:"";display:inline-block;width:.6em;height:.6em;border-radius:2px;background:var(--c);margin-right:.4em}
nav{border-block:1px solid var(--hair);padding:.5rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
main>section{padding-top:2.4rem}
.key-figures{display:flex;flex-wrap:wrap;gap:1rem 3.5rem;margin-bottom:1.8rem}
.key-figures dt{font-size:.8rem;color:var(--muted)}
.key-figures dd{font-size:1.9rem;font-weight:300;line-height:1.25;letter-spacing:-.02em}
.key-figures small{display:block;font-weight:400;letter-spacing:0;line-height:1.4}
.overview-grid{display:grid;grid-template-columns:minmax(0,6fr) minmax(0,5fr);gap:1.5rem 4rem}
.overview-grid h3{margin-bottom:.4rem}
.overview-grid *+h3{margin-top:1.3rem}
.sum b{font-weight:600}
.stack,.share{width:100%;height:.5rem;background:var(--raised);border-radius:2px;overflow:hidden}
.stack{height:.4rem}
.card .stack .valid{opacity:.55}
.valid{fill:var(--c,var(--int));background:var(--c,var(--int))}
.invalid{fill:var(--error);background:var(--error)}
.missing{fill:var(--gap);background:var(--gap)}
rect.int,rect.float,rect.date,rect.string,.key.int,.key.float,.key.date,.key.string{fill:var(--c);background:var(--c)}
.key{display:inline-block;width:.6rem;height:.6rem;border-radius:2px;margin-right:.4em}
.cells p{display:flex;flex-wrap:wrap;gap:0 1.3rem;margin-top:.35rem;font-size:.85rem;color:var(--muted)}
.cells .some{color:var(--ink)}
.mixture{margin-left:auto}
.alerts li{display:grid;grid-template-columns:4.7rem 1fr;gap:.6rem;padding:.45rem 0;border-top:1px solid var(--hair);align-items:baseline}
.alerts li:first-child{border-top:0;padding-top:0}
.alerts .severity{justify-self:start}
.alerts a{text-decoration:none}
.alerts a:hover{text-decoration:underline}
details summary{cursor:pointer;color:var(--link);padding:.45rem 0;border-top:1px solid var(--hair)}
.scroll{overflow-x:auto}
.columns{font-size:.87rem}
.columns th,.columns td{padding:.34rem .9rem .34rem 0;border-bottom:1px solid var(--hair);text-align:right;white-space:nowrap;vertical-align:middle}
.columns th:nth-child(2),.columns th:nth-child(3),.columns td:nth-child(3){text-align:left}
.columns tbody th{max-width:20rem;overflow:hidden;text-overflow:ellipsis}
.columns tbody th a{text-decoration:none;font-weight:600}
.columns tbody tr:hover{background:var(--raised)}
.columns th:last-child,.columns td:last-child{padding-right:0;text-align:left;width:8rem}
.columns [data-key="0"],.columns td:first-child{color:var(--muted)}
.columns thead th{color:var(--muted);font-size:.8rem;vertical-align:bottom}
.columns button{all:unset;cursor:pointer}
.columns button:hover{color:var(--ink);text-decoration:underline}
.columns button:focus-visible{outline:2px solid var(--link);outline-offset:2px}
[aria-sort] button{color:var(--ink);font-weight:600}
[aria-sort=ascending] button:after{content:" ↑"}
[aria-sort=descending] button:after{content:" ↓"}
.mark{display:inline-block;width:.5rem;height:.5rem;border-radius:50%;background:var(--muted);margin-left:.2rem;vertical-align:.08em}
.mark.error{background:var(--error)}
.mark.warning{background:var(--warning)}
.spark{width:8rem;height:1.25rem;fill:var(--c)}
.filter{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.4rem;margin-bottom:.9rem;font-size:.87rem;color:var(--muted)}
.filter[hidden]{display:none}
.filter input[type=search],.filter select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--muted);border-radius:4px;padding:.2rem .5rem;margin-left:.3rem}
.filter output{margin-left:auto}
.cards{margin-top:1.5rem}
.card{display:grid;grid-template-columns:12.5rem minmax(0,1fr);gap:0 2.5rem;padding:1.6rem 0 1.8rem;border-top:1px solid var(--ink);scroll-margin-top:0}
.card[hidden],tr[hidden]{display:none}
.many .card{content-visibility:auto;contain-intrinsic-size:auto 28rem}
.card header{position:relative;font-size:.87rem;color:var(--muted)}
.card h3{font-size:1.15rem;line-height:1.25;color:var(--ink);margin-bottom:.4rem}
.position{font-size:.8rem}
.card:target{background:linear-gradient(90deg,var(--raised),transparent);box-shadow:-1rem 0 var(--raised)}
.card-grid{display:grid;grid-template-columns:minmax(0,15rem) minmax(0,1fr) minmax(0,18rem);gap:1.2rem 2.5rem;margin-top:1.2rem}
.card-more{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;margin-top:1.3rem;font-size:.87rem}
.card-more section{flex:1 1 18rem}
dl>div{display:flex;justify-content:space-between;gap:1rem;padding:.17rem 0;font-size:.87rem;border-bottom:1px solid var(--hair)}
dl>div:last-child{border:0}
dt{color:var(--muted);flex:none}
dd{text-align:right}
.key-figures>div{display:block;border:0;padding:0}
.key-figures dd{text-align:left}
dd .share{width:4rem;display:inline-block;margin-left:.4rem}
.bars{width:100%;height:7.5rem;fill:var(--c);border-bottom:1px solid var(--ink)}
.bars path:hover{fill:var(--ink)}
.share{fill:var(--c,var(--int))}
.strip{width:100%;height:1rem;margin-top:.3rem;fill:none;stroke:var(--c);overflow:visible}
.strip path,.strip rect{vector-effect:non-scaling-stroke;stroke-width:3}
.strip .far{stroke-width:1}
.strip rect{fill:var(--paper);stroke-width:1.5}
.strip .median{stroke:var(--ink);stroke-width:2.5}
.strip .mean{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 2}
.axis{display:grid;grid-template-columns:1fr auto 1fr;font-size:.75rem;color:var(--muted);margin-top:.15rem}
.axis span:last-child{text-align:right}
.quantiles{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.3rem .8rem;margin-top:.7rem}
.quantiles.long{display:grid;grid-template-columns:repeat(auto-fill,minmax(5.8rem,1fr))}
.quantiles>div{display:block;border:0;padding:0;font-size:.8rem;text-align:center}
.quantiles dd{text-align:center;white-space:nowrap}
.quantiles.long dd{white-space:normal}
.frequent{font-size:.85rem;table-layout:fixed}
.frequent th,.frequent td{padding:.1rem 0;vertical-align:middle}
.frequent th{padding-right:.8rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.frequent th code{white-space:pre}
.frequent td{text-align:right;width:3.6rem;color:var(--muted)}
.frequent td:nth-child(2){width:26%}
.frequent td:nth-child(3){color:var(--ink);width:3.2rem}
.notes{margin-top:.8rem;font-size:.87rem}
.notes li+li{margin-top:.25rem}
.notes .severity{margin-right:.3rem}
.notes .hint{margin-right:.3rem}
.specimens{font-size:.87rem}
.ledger li+li{margin-top:.3rem}
.chosen b{color:var(--good)}
.rejected b{color:var(--muted)}
.places li{padding:.05rem 0}
.places code{background:var(--raised);padding:.05em .35em;border-radius:3px}
.line:before{content:"· "}
.issues{font-size:.87rem}
.issues th,.issues td{padding:.5rem 1.5rem .5rem 0;border-bottom:1px solid var(--hair);vertical-align:top}
.issues thead th{color:var(--muted);font-size:.8rem}
.issues small{display:block}
.renamed{margin:.4rem 0;font-size:.87rem}
.reading-grid{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1.5rem 3rem}
.reading-grid h3{margin-bottom:.3rem}
.reading-grid small{display:block}
#methods p,#methods ul{max-width:56rem;font-size:.87rem;color:var(--muted)}
#methods ul{list-style:disc;padding-left:1.2rem;margin:.4rem 0}
#methods p+p{margin-top:.6rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--hair);font-size:.8rem;color:var(--muted)}
@media (max-width:64rem){.card{grid-template-columns:1fr;gap:.8rem}.card header{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .8rem}.card h3{margin:0}.card-grid{grid-template-columns:minmax(0,1fr) minmax(0,1.4fr)}}
@media (max-width:44rem){body{padding:0 1.1rem 3rem}.page{padding-top:1.8rem}h1{font-size:1.6rem}.wide{display:none}.overview-grid,.reading-grid{grid-template-columns:minmax(0,1fr)}.card-grid{grid-template-columns:minmax(0,1fr)}.key-figures{gap:.9rem 2.2rem}.key-figures dd{font-size:1.5rem}.columns th,.columns td{padding-right:.7rem}.columns tbody th{max-width:9.5rem}.spark,.columns th:last-child,.columns td:last-child{width:5.5rem}.mixture{margin-left:0}.filter output{margin-left:0}}
@media print{:root{${scheme(0)};--paper:#fff}html{font-size:10px}body{max-width:none;padding:0;-webkit-print-color-adjust:exact;print-color-adjust:exact}nav,.filter,.skip{display:none!important}a{color:inherit;text-decoration:none}.many .card{content-visibility:visible}.card{break-inside:avoid;padding:1rem 0}h2,h3{break-after:avoid}.scroll{overflow:visible}details::details-content{content-visibility:visible;display:block}.page{padding-top:0}.card-grid{grid-template-columns:minmax(0,13rem) minmax(0,1fr) minmax(0,16rem)}.card{grid-template-columns:10rem minmax(0,1fr)}.card header{display:block}.wide{display:table-cell}.overview-grid,.reading-grid{gap:1rem 2rem}main>section{padding-top:1.6rem}}
`;

export const style = sheet.trim();
