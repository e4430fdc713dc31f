/** The dashboard's style sheet: the report's, so that both are of one piece, and what only the dashboard has. */
import { style } from "../../lambda/report/style.ts";

const additions = `
[hidden]{display:none!important}
.unseen,#choose{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.button,button.action{display:inline-block;font:inherit;font-size:.87rem;font-weight:600;line-height:1.4;padding:.3rem .9rem;color:var(--paper);background:var(--link);border:1px solid var(--link);border-radius:5px;cursor:pointer;white-space:nowrap}
button.action,a.action{color:var(--link);background:none;font-size:.87rem;border:1px solid var(--gap);border-radius:5px;padding:.25rem .75rem;text-decoration:none;font-weight:600;white-space:nowrap;line-height:1.4}
button.action:hover,a.action:hover{border-color:var(--link)}
button.action:disabled{color:var(--muted);cursor:default;border-color:var(--hair)}
p:has(>#choose:focus-visible) .button{outline:2px solid var(--link);outline-offset:2px}
main>#drop{padding:1.1rem 1.3rem;border:1px dashed var(--muted);border-radius:8px;background:var(--raised);color:var(--muted);transition:background .15s,border-color .15s}
#drop p{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem 1rem}
.dropping #drop{border:1px solid var(--link);background:var(--paper);box-shadow:0 0 0 3px var(--link)}
#tray{position:fixed;right:1.5rem;bottom:1.5rem;z-index:4;width:min(30rem,calc(100vw - 3rem));max-height:50vh;overflow:auto;background:var(--paper);border:1px solid var(--gap);border-radius:8px;box-shadow:0 4px 24px #0003;padding:.4rem 1.2rem}
#tray:not(:has(li)){display:none}
#uploads li{display:grid;grid-template-columns:minmax(0,1fr) auto auto;gap:.35rem 1rem;align-items:center;padding:.7rem 0;font-size:.87rem}
#uploads li+li{border-top:1px solid var(--hair)}
#uploads li>span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
#uploads .said{grid-column:1/-1;color:var(--error);margin:0}
#uploads progress{grid-column:1/-1;grid-row:2}
#uploads progress{width:100%;height:.5rem;appearance:none;border:0;border-radius:2px;background:var(--gap);overflow:hidden}
#uploads progress::-webkit-progress-bar{background:var(--gap)}
#uploads progress::-webkit-progress-value{background:var(--link)}
#uploads progress::-moz-progress-bar{background:var(--link)}
#uploads .amount{color:var(--muted);text-align:right;white-space:nowrap}
#problem:not(:empty){margin-top:1rem;border-left:3px solid var(--error);background:var(--raised);padding:.7rem 1.2rem}
main:focus,h2:focus,h1:focus{outline:none}
.files{font-size:.9rem}
.files th,.files td{padding:.55rem 1.1rem .55rem 0;border-bottom:1px solid var(--hair);text-align:right;vertical-align:top;white-space:nowrap}
.files th:first-child,.files th:nth-child(2),.files td:nth-child(2){text-align:left}
.files .quality{text-align:left}
.files th:last-child,.files td:last-child{padding-right:0}
.files thead th{color:var(--muted);font-size:.8rem;padding-top:0}
.files tbody th{white-space:normal;width:100%;min-width:12rem}
.files tbody th a{font-weight:600;text-decoration:none}
.files tbody th a:hover{text-decoration:underline}
.files tbody tr:hover{background:linear-gradient(90deg,transparent,var(--raised) 2rem)}
.files .said{max-width:44rem;font-size:.82rem;line-height:1.45;color:var(--muted);margin-top:.15rem}
.files .share{width:4.5rem;height:.4rem;display:inline-block;margin-right:.5rem;vertical-align:.1em}
.files td .none{color:var(--muted)}
.files .again{margin-top:.35rem}
.severity.waiting{color:var(--link);border-style:dashed}
.empty{padding:2.5rem 0;color:var(--muted);text-align:center}
.more{margin-top:1rem;text-align:center}
#detail-view:not([hidden]){position:fixed;inset:0;display:flex;flex-direction:column;background:var(--paper);z-index:3}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:.4rem 1.2rem;padding:.7rem 2rem;border-bottom:1px solid var(--hair);background:var(--raised)}
.bar h1{font-size:1.05rem;letter-spacing:0;flex:1 1 12rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.bar .action{background:var(--paper)}
.notice{padding:.6rem 2rem;border-bottom:1px solid var(--hair);font-size:.87rem}
.changes{padding:.8rem 2rem;border-bottom:1px solid var(--hair);font-size:.87rem;max-height:35vh;overflow:auto}
.changes h2{font-size:.95rem;margin-bottom:.3rem}
.changes li{display:grid;grid-template-columns:4rem minmax(0,1fr);gap:.6rem;padding:.12rem 0}
.changes b{font-weight:600}
.verdict{color:var(--muted)}
.verdict.better{color:var(--good)}
.verdict.worse{color:var(--error)}
iframe{flex:1;width:100%;border:0;background:var(--paper);color-scheme:light dark}
.plain{padding:2rem;max-width:60rem}
.plain .failure{margin:0 0 1rem}
@media (max-width:60rem){.files .wide{display:none}}
@media (max-width:44rem){.bar,.notice,.changes{padding-left:1.1rem;padding-right:1.1rem}.files tbody th{min-width:8rem}.files .narrow{display:none}.files th,.files td{padding-right:.7rem}}
`;

export const dashboardStyle = style + additions;
