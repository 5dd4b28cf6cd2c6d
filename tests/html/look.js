// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * look - pages in a real browser: what loads, what it complains of, whether it fits, whether everybody can read it
 *
 * usage: node look.js CHROMIUM AXE FOLDER PAGE...
 *
 * The browser is spoken to over a pipe (Chrome DevTools Protocol), so that nothing but node is needed for that. Each page is
 * opened by day and by night, on a desk and on a phone; as it comes, and with everything unfolded. Screenshots go into
 * FOLDER. Exits 1 if anything is wrong, having said what. The first page is the one that is judged in every way by axe; the
 * others by day on a desk and by night on a phone.
 */
'use strict';
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const [chromium, axeFile, folder, ...pages] = process.argv.slice(2);
const axe = fs.readFileSync(axeFile, 'utf8');
const variants = [
	{ name: 'day', scheme: 'light', width: 1280, height: 900, isWhole: true },
	{ name: 'night', scheme: 'dark', width: 1280, height: 900 },
	{ name: 'phone-day', scheme: 'light', width: 360, height: 740 },
	{ name: 'phone-night', scheme: 'dark', width: 360, height: 740, isWhole: true },
];
/* Both sides of what pages are asked to reflow to (WCAG 2.2, 1.4.10), and between. */
const widths = [320, 480, 768];
let faults = 0;

function fault(page, what) {
	console.log(`${path.basename(page)}: ${what}`);
	faults++;
}

/* The protocol: JSON, each message ended by a NUL, requests answered by number, all else an event. */
class Browser {
	constructor(program, profile) {
		const args = ['--headless=new', '--remote-debugging-pipe', '--no-first-run', '--disable-gpu',
			'--disable-dev-shm-usage', '--disable-extensions', '--disable-background-networking',
			'--hide-scrollbars', '--force-color-profile=srgb', `--user-data-dir=${profile}`];
		if (process.getuid() === 0)
			args.push('--no-sandbox');
		this.child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
		this.log = '';
		this.child.stderr.on('data', (data) => { this.log = (this.log + data).slice(-4000); });
		this.waiting = new Map();
		this.listeners = new Set();
		this.number = 0;
		let rest = '';
		this.child.stdio[4].setEncoding('utf8');
		this.child.stdio[4].on('data', (data) => {
			const messages = (rest + data).split('\0');
			rest = messages.pop();
			messages.forEach((message) => this.take(JSON.parse(message)));
		});
		this.child.on('error', (error) => { this.end(`${program}: ${error.message}`); });
		this.gone = new Promise((resolve) => {
			this.child.on('close', (code) => resolve(this.end(`the browser ended (${code}): ${this.log}`)));
		});
		this.child.stdio[3].on('error', () => {});
	}

	end(reason) {
		this.waiting.forEach(({ reject }) => reject(new Error(reason)));
		this.waiting.clear();
	}

	take(message) {
		const wait = this.waiting.get(message.id);
		if (!wait) {
			this.listeners.forEach((listener) => listener(message));
			return;
		}
		this.waiting.delete(message.id);
		if (message.error)
			wait.reject(new Error(message.error.message));
		else
			wait.resolve(message.result);
	}

	ask(method, params = {}, sessionId = undefined) {
		const id = ++this.number;
		this.child.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + '\0');
		return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
	}
}

class Tab {
	static async open(browser) {
		const { targetId } = await browser.ask('Target.createTarget', { url: 'about:blank' });
		const { sessionId } = await browser.ask('Target.attachToTarget', { targetId, flatten: true });
		const tab = new Tab();
		Object.assign(tab, { browser, targetId, sessionId, seen: [], requests: [] });
		tab.listener = (message) => message.sessionId === sessionId && tab.hear(message);
		browser.listeners.add(tab.listener);
		for (const domain of ['Page', 'Runtime', 'Log', 'Network'])
			await tab.ask(`${domain}.enable`);
		return tab;
	}

	ask(method, params) {
		return this.browser.ask(method, params, this.sessionId);
	}

	hear({ method, params }) {
		if (method === 'Network.requestWillBeSent')
			this.requests.push(params.request.url);
		else if (method === 'Log.entryAdded')
			this.seen.push(params.entry.text);
		else if (method === 'Runtime.consoleAPICalled')
			this.seen.push(params.args.map((arg) => arg.value).join(' '));
		else if (method === 'Runtime.exceptionThrown')
			this.seen.push(params.exceptionDetails.text);
		else if (method === 'Page.loadEventFired' && this.loaded)
			this.loaded();
	}

	async look({ scheme, width, height }, media = '') {
		await this.size(width, height);
		await this.ask('Emulation.setEmulatedMedia',
			{ media, features: [{ name: 'prefers-color-scheme', value: scheme }] });
	}

	size(width, height) {
		return this.ask('Emulation.setDeviceMetricsOverride',
			{ width, height, deviceScaleFactor: 1, mobile: false });
	}

	async go(url) {
		const loaded = new Promise((resolve) => { this.loaded = resolve; });
		const { errorText } = await this.ask('Page.navigate', { url });
		if (errorText)
			throw new Error(`${url}: ${errorText}`);
		await loaded;
	}

	async run(expression) {
		const { result, exceptionDetails } = await this.ask('Runtime.evaluate',
			{ expression, awaitPromise: true, returnByValue: true });
		if (exceptionDetails)
			throw new Error(exceptionDetails.exception.description);
		return result.value;
	}

	/* All of the page, or what is seen of it before anybody scrolls. */
	async shoot(file, window) {
		const { cssContentSize } = await this.ask('Page.getLayoutMetrics');
		const { width, height } = window || cssContentSize;
		const { data } = await this.ask('Page.captureScreenshot', { captureBeyondViewport: !window,
			clip: { x: 0, y: 0, width, height: Math.min(height, 16000), scale: 1 } });
		fs.writeFileSync(file, Buffer.from(data, 'base64'));
	}

	async close() {
		this.browser.listeners.delete(this.listener);
		await this.browser.ask('Target.closeTarget', { targetId: this.targetId });
	}
}

/* How much wider than the window the page is. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const unfold = 'document.querySelectorAll("details").forEach((one) => { one.open = true })';

async function expectFit(tab, page, widest) {
	const over = await tab.run(overflow);
	if (over > 0)
		fault(page, `${over} px too wide for ${widest}`);
}

/* Everything that can be read, judged by the rules that a machine can judge by: all that axe-core has. */
async function expectReadable(tab, page, variant) {
	const violations = await tab.run(`axe.run(document, { resultTypes: ['violations'] })
		.then(({ violations }) => violations.map(({ id, help, nodes }) =>
			\`\${id}: \${help}: \${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}\`))`);
	violations.forEach((violation) => fault(page, `${variant.name}: ${violation}`));
}

/* On paper: white, and unfolded. */
async function expectPrintable(tab, page) {
	await tab.look({ scheme: 'dark', width: 1000, height: 900 }, 'print');
	const hidden = await tab.run(`[...document.querySelectorAll('details')]
		.filter((one) => !one.lastElementChild.checkVisibility()).length`);
	if (hidden)
		fault(page, `${hidden} parts stay folded on paper`);
	const inks = await tab.run(`[...document.querySelectorAll('body, svg .head')].map((one) =>
		getComputedStyle(one)[one === document.body ? 'color' : 'fill'])`);
	inks.filter((ink) => ink !== 'rgb(31, 35, 40)').forEach((ink) => fault(page, `on paper the ink is ${ink}`));
}

/* A link to a finding that is folded away unfolds it. */
async function expectAnchors(tab, page, url) {
	const id = await tab.run('(document.querySelector("li[id]") || {}).id || ""');
	const same = await tab.run(`(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
		return ids.filter((one, place) => ids.indexOf(one) !== place) })()`);
	same.forEach((one) => fault(page, `the id ${one} is there twice`));
	if (!id)
		return;
	await tab.go('about:blank');
	await tab.go(`${url}#${id}`);
	if (!await tab.run(`document.getElementById(${JSON.stringify(id)}).checkVisibility()`))
		fault(page, `#${id} leads nowhere`);
}

/* What it comes to, and what to do first, are seen before anybody scrolls, unless the host has a name of many lines. */
async function expectVerdictFirst(tab, page, variant) {
	const [verdict, found] = await tab.run(`['h1', 'main'].map((name) =>
		document.querySelector(name).getBoundingClientRect().top)`);
	const isLong = await tab.run('document.querySelector("header").textContent.length > 600');
	if (verdict > 200 || (found > variant.height * 0.75 && !isLong))
		fault(page, `${variant.name}: the verdict is ${verdict} px down, what was found ${found} px`);
}

/* The first key that somebody presses who has no mouse shows the link past the head. */
async function expectSkipLink(tab, page) {
	await tab.ask('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 });
	const left = await tab.run(`document.activeElement.matches('.skip') &&
		document.activeElement.getBoundingClientRect().left`);
	if (left === false || left < 0)
		fault(page, 'the first key does not show the link past the head');
	await tab.run('document.activeElement.blur()');
}

/* judged: the variants in which axe, which is slow, is asked as well. */
async function judge(browser, page, judged) {
	const url = pathToFileURL(page).href, shot = path.join(folder, path.basename(page, '.html'));
	const tab = await Tab.open(browser);
	await tab.go(url);
	for (const variant of variants) {
		await tab.look(variant);
		await expectFit(tab, page, `${variant.width} px`);
		await expectVerdictFirst(tab, page, variant);
		await tab.shoot(`${shot}-${variant.name}-top.png`, variant);
		if (variant.isWhole)
			await tab.shoot(`${shot}-${variant.name}.png`);
	}
	await expectSkipLink(tab, page);
	for (const width of widths) {
		await tab.size(width, 740);
		await expectFit(tab, page, `${width} px`);
	}
	await tab.run(`${unfold}; ${axe}; 0`);
	for (const variant of variants) {
		await tab.look(variant);
		await expectFit(tab, page, `${variant.width} px, unfolded`);
		if (judged.includes(variant))
			await expectReadable(tab, page, variant);
	}
	await tab.go(url);
	await expectPrintable(tab, page);
	await tab.look(variants[0]);
	await expectAnchors(tab, page, url);
	new Set(tab.seen).forEach((text) => fault(page, `the browser says: ${text}`));
	new Set(tab.requests.filter((one) => !one.startsWith(url) && !one.startsWith('data:') && one !== 'about:blank'))
		.forEach((one) => fault(page, `it loads ${one}`));
	await tab.close();
}

async function main() {
	fs.mkdirSync(folder, { recursive: true });
	const profile = fs.mkdtempSync(path.join(folder, 'profile-'));
	const browser = new Browser(chromium, profile);
	try {
		for (const page of pages)
			await judge(browser, page, page === pages[0] ? variants : variants.filter((one) => one.isWhole));
		await browser.ask('Browser.close');
	} finally {
		browser.child.kill();
		await browser.gone;
		fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
	}
	console.log(`look: ${pages.length} pages, ${faults} faults`);
	process.exitCode = faults ? 1 : 0;
}

main().catch((error) => {
	console.log(`look: ${error.message}`);
	process.exitCode = 1;
});
