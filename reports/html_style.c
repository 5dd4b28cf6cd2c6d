// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html_style - how a page looks: on a phone, at night, on paper
 *
 * Nothing moves, so that there is nothing to keep still for those who want less motion. All pairs of colours keep 4.5:1
 * (WCAG 2.2, 1.4.3), which tests/html measures. What is folded is shown on paper where the browser knows how.
 */
#include "reports/html_page.h"
#include "reports/svg_parts.h"

static const char colors[] =
	":root{color-scheme:light dark;--ink:#1f2328;--soft:#57606a;--paper:#f3f4f6;--card:#fff;"
	"--line:#cfd6dd;--well:#eaedf1;--blocker:#a40e26;--degraded:#7a4a00;--pass:#116329;"
	"--hint:#0a4a9e;--unknown:#5b2fa8}\n"
	"@media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#a3adb8;"
	"--paper:#0d1117;--card:#161b22;--line:#353c45;--well:#242b34;--blocker:#ff8a80;"
	"--degraded:#e3b341;--pass:#56d364;--hint:#79c0ff;--unknown:#cdb0ff}}\n";

static const char text[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:60rem;padding:0 1rem 2rem;background:var(--paper);"
	"color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1,h2,h3,p,ul,dl,pre,figure{margin:0 0 .75rem}\n"
	"h1{font-size:1.45rem;line-height:1.3}\n"
	"h2{font-size:1.2rem;margin:2rem 0 .6rem}\n"
	"h3{font-size:1rem;line-height:1.6}\n"
	"a{color:var(--hint)}a.id{color:inherit}\n"
	"code,pre{font:.9em/1.5 ui-monospace,monospace}\n"
	"code{background:var(--well);border-radius:.25rem;padding:.1em .3em}\n"
	"pre{background:var(--well);border-radius:.4rem;padding:.6rem .8rem;white-space:pre-wrap}\n"
	".soft,dt,footer{color:var(--soft)}\n"
	":focus-visible{outline:.2rem solid var(--hint);outline-offset:.15rem}\n"
	".skip{position:absolute;left:-99rem}\n"
	".skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem 1rem}\n";

static const char parts[] =
	"header,.card{background:var(--card);border:1px solid var(--line);border-left-width:.4rem;"
	"border-radius:.5rem;padding:1rem 1rem .25rem;margin:1rem 0}\n"
	"h1 .word,h3 .word{text-transform:uppercase;letter-spacing:.04em}\n"
	".sentence{display:block}\n"
	".blocker{border-left-color:var(--blocker)}.sign.blocker,.word.blocker{color:var(--blocker)}\n"
	".degraded{border-left-color:var(--degraded)}"
	".sign.degraded,.word.degraded{color:var(--degraded)}\n"
	".pass{border-left-color:var(--pass)}.sign.pass,.word.pass{color:var(--pass)}\n"
	".hint{border-left-color:var(--hint)}.sign.hint,.word.hint{color:var(--hint)}\n"
	".unknown{border-left-color:var(--unknown)}.sign.unknown,.word.unknown{color:var(--unknown)}\n"
	".waits,.na{color:var(--soft)}\n"
	".sign{display:inline-block;min-width:1.2em;text-align:center;font-weight:700}\n"
	"h1 .sign,h3 .sign{min-width:0}\n"
	"dl div{display:flex;gap:.75rem}dt{min-width:3rem;font-weight:600}dd{margin:0}\n"
	".do{background:var(--well);border-radius:.4rem;padding:.75rem .9rem;margin:0 0 .75rem}\n"
	".do p:last-child{margin:0}.do code{background:var(--card)}\n"
	".step{display:block;margin:.35rem 0;padding:.5rem .7rem;border:1px solid var(--line);"
	"white-space:pre-wrap;user-select:all;-webkit-user-select:all}.cut{display:none}\n"
	"summary{cursor:pointer;padding:.35rem 0}\n"
	"details{margin:0 0 .4rem}details[open]>summary{margin-bottom:.3rem}\n"
	".seen{padding-left:1.2rem}.rows{list-style:none;padding:0}\n"
	".area{border-top:1px solid var(--line);padding-top:.25rem}.area .rows{padding-left:1.2rem}\n"
	":target{outline:.2rem solid var(--hint);outline-offset:.3rem}main:target{outline:none}\n"
	"figure{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.4rem}\n"
	"svg{display:block}.broad{width:100%;height:auto}.slim{display:none}\n";

static const char phone[] =
	"@media(max-width:40rem){body{padding:0 .5rem 2rem}h1{font-size:1.2rem}"
	"h2{margin-top:1.2rem}header{font-size:.88rem}"
	".card,header{padding:.7rem .7rem .1rem;margin:.6rem 0}"
	".card figure{margin:0 -.6rem .75rem}.broad{display:none}.map{width:46rem;height:auto}"
	".slim{display:block;width:100%;height:auto}}\n";

static const char print[] =
	"@media print{body{max-width:none;padding:0;background:none}.skip{display:none}\n"
	"details::details-content{content-visibility:visible;display:block;block-size:auto}\n"
	".card,header{break-inside:avoid}.map{width:100%;height:auto}"
	"svg{--ink:inherit;--soft:inherit;--line:inherit;--space:var(--well);--ok:var(--pass);"
	"--lost:var(--degraded);--fatal:var(--blocker);--beyond:var(--blocker)}}\n";

char *igd_html_rules(void)
{
	return igd_printf("\n%s%s%s%s%s%s", colors, text, parts, phone, igd_svg_rules, print);
}
