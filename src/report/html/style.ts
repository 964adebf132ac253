/** The style sheet of the page: two themes, paper, and narrow screens. Contrast of text is 4.5 and more in both themes. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#1b1f24;--soft:#57606a;--line:#d5dae0;--link:#0b57b0;--code:#eef1f4;
--critical:#8a1c5c;--high:#b3261e;--medium:#8a5300;--low:#1f5f8b;--none:#57606a;--block:#b3261e;--warn:#8a5300;--allow:#1a6b3a;--on:#fff}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#0f1216;--card:#171b21;--text:#e6e9ed;--soft:#a2acb8;--line:#303740;--link:#7ab7ff;--code:#222831;
--critical:#f2a1d0;--high:#ff9b93;--medium:#f0bd6a;--low:#8cc7f2;--none:#a2acb8;--block:#ff9b93;--warn:#f0bd6a;--allow:#7fd6a0;--on:#14171c}}
:root[data-theme=dark]{color-scheme:dark;--bg:#0f1216;--card:#171b21;--text:#e6e9ed;--soft:#a2acb8;--line:#303740;--link:#7ab7ff;--code:#222831;
--critical:#f2a1d0;--high:#ff9b93;--medium:#f0bd6a;--low:#8cc7f2;--none:#a2acb8;--block:#ff9b93;--warn:#f0bd6a;--allow:#7fd6a0;--on:#14171c}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
.page{max-width:74rem;margin:0 auto;padding:0 1.25rem 3rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
header.top{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;padding:1.5rem 0 .5rem}
h1{font-size:1.5rem;margin:0;flex:1 1 auto;line-height:1.25}
h2{font-size:1.25rem;margin:2.25rem 0 .75rem}
h3{font-size:1.05rem;margin:0}
p{margin:.4rem 0}
.soft{color:var(--soft)}
.small{font-size:.875rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:.25rem 0 0;padding:0;font-size:.925rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem 1.15rem;margin:0 0 .85rem}
.verdict{border-left:6px solid var(--none);display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:center;margin-top:1rem}
.verdict.block{border-left-color:var(--block)}.verdict.warn{border-left-color:var(--warn)}.verdict.allow{border-left-color:var(--allow)}
.verdict>div{flex:1 1 20rem}
.word{font-size:1.35rem;font-weight:700;margin:0}
.block .word{color:var(--block)}.warn .word{color:var(--warn)}.allow .word{color:var(--allow)}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;list-style:none;margin:0;padding:0}
.tiles li{border:1px solid var(--line);border-radius:8px;padding:.35rem .8rem;text-align:center;min-width:5.2rem;font-size:.85rem;color:var(--soft)}
.tiles b{display:block;font-size:1.35rem;line-height:1.2;color:var(--text)}
.tiles .critical b{color:var(--critical)}.tiles .high b{color:var(--high)}.tiles .medium b,.tiles .unknown b{color:var(--medium)}.tiles .low b{color:var(--low)}
.alert{border:1px solid var(--warn);border-left-width:6px}
.badge{display:inline-block;font-size:.78rem;font-weight:650;line-height:1.3;padding:.1rem .5rem;border-radius:999px;background:var(--none);color:var(--on);white-space:nowrap}
.badge.critical{background:var(--critical)}.badge.high{background:var(--high)}.badge.medium,.badge.unknown{background:var(--medium)}.badge.low{background:var(--low)}
.tag{display:inline-block;font-size:.78rem;line-height:1.3;padding:.05rem .5rem;border-radius:999px;border:1px solid var(--line);color:var(--soft)}
.tag.block{border-color:var(--block);color:var(--block)}.tag.warn{border-color:var(--warn);color:var(--warn)}
.head{display:flex;flex-wrap:wrap;gap:.35rem .6rem;align-items:center}
.head h3{flex:0 1 auto}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
code{background:var(--code);border-radius:4px;padding:.08em .3em}
pre{background:var(--code);border-radius:6px;padding:.6rem .8rem;margin:.5rem 0;white-space:pre-wrap}
pre code{background:none;padding:0}
summary{cursor:pointer;color:var(--soft);font-size:.875rem}
ol.first{margin:0;padding-left:1.4rem}ol.first li{margin:.5rem 0;padding-left:.25rem}
ul.plain{list-style:none;margin:.4rem 0 0;padding:0}
ul.plain>li{padding:.4rem 0;border-top:1px solid var(--line)}
ul.places{margin:.35rem 0 0;padding-left:1.1rem;font-size:.875rem;color:var(--soft)}
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;padding:.6rem .8rem;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem;border-top:1px solid var(--line);overflow-wrap:break-word}
tbody th,td:last-child{overflow-wrap:anywhere;min-width:9rem}
tbody th{font-weight:600}
thead th{white-space:nowrap;font-size:.85rem}
th button{background:none;border:0;padding:0;min-width:24px;min-height:24px;color:var(--soft);cursor:pointer;font:inherit}
th[aria-sort] button{color:var(--link);font-weight:700}
.controls{display:flex;flex-wrap:wrap;gap:.6rem .9rem;align-items:end;margin:0 0 1rem;position:sticky;top:0;z-index:1;background:var(--bg);padding:.6rem 0;border-bottom:1px solid var(--line)}
.controls label{display:flex;flex-direction:column;font-size:.85rem;color:var(--soft);gap:.15rem}
.controls label:first-child{flex:1 1 16rem}
input,select,button.plain{font:inherit;font-size:.95rem;color:var(--text);background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:.4rem .6rem;max-width:100%}
button.plain{cursor:pointer}
dl.facts{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.3rem 1.2rem;margin:0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}
[hidden]{display:none!important}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
@media screen and (max-width:46rem){.page{padding:0 .85rem 2rem}h1{font-size:1.25rem}.card{padding:.8rem .85rem}.controls{position:static}.controls label{flex:1 1 8rem}
dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}
.stack thead{position:absolute;left:-999px}.stack tr{display:block;border-top:1px solid var(--line);padding:.5rem .8rem}.stack td,.stack th{display:inline-block;border:0;padding:.05rem .6rem .05rem 0}.stack tbody th{display:block}.stack td:empty{display:none}
.models td:nth-child(4)::before{content:"parameters "}.models td:nth-child(5)::before{content:"licence "}.models td:nth-child(6)::before{content:"code: "}.models td::before{color:var(--soft)}}
@media print{:root:root{color-scheme:light;--bg:#fff;--card:#fff;--text:#000;--soft:#444;--line:#bbb;--link:#0b57b0;--code:#f2f2f2;--critical:#8a1c5c;--high:#b3261e;--medium:#8a5300;--low:#1f5f8b;--none:#57606a;--block:#b3261e;--warn:#8a5300;--allow:#1a6b3a;--on:#fff}
body{font-size:10.5pt}.page{max-width:none;padding:0}.controls,nav,.skip,#theme,th button{display:none!important}.card{break-inside:avoid-page}.long{break-inside:auto}h2,h3{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible;border:0}table{font-size:8pt}th,td{padding:.2rem .4rem}
details::details-content{content-visibility:visible;block-size:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
