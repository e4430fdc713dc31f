/** The dashboard's one page: its skeleton, which client/ fills, and what browsers may do with it. */
import { html } from "../../lambda/report/html.ts";
import type { Target } from "../targets.ts";

export const stylePath = "/dashboard.css";
export const clientPath = "/dashboard.js";

/** For every answer. Nothing from elsewhere, no inline code, and text can become markup nowhere. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; "),
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%232f6b9a' d='M1 9h4v6H1zM6 2h4v13H6zM11 6h4v9h-4z'/%3E%3C/svg%3E";

export function renderPage({ environment, bucket }: Pick<Target, "environment" | "bucket">): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Files · ${bucket}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${stylePath}">
<script src="${clientPath}" type="module"></script>
</head>
<body>
<div id="list-view">
<a class="skip" href="#files-title">Skip to the files</a>
<header class="page"><p class="kicker">CSV profiles · ${environment}</p><h1>Files</h1>
<p class="facts">s3://${bucket}/uploads/</p></header>
<main>
<section id="drop" aria-label="Upload">
<p><label class="button" for="choose">Choose files</label><input type="file" id="choose" multiple> <span>or drop them anywhere on this page. They are profiled as soon as they are there.</span></p>
</section>
<div id="problem" role="alert"></div>
<section aria-labelledby="files-title">
<h2 id="files-title" tabindex="-1">Uploaded files</h2>
<form class="filter" id="filter" role="search" aria-label="Files">
<label>Find <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
<label>Status <select id="status"><option value="">all</option><option value="success">profiled</option><option value="error">failed</option><option value="waiting">waiting</option></select></label>
<output id="count" for="search status"></output>
</form>
<div id="files"></div>
</section>
</main>
</div>
<div id="detail-view" hidden></div>
<aside id="tray" aria-label="Uploads under way"><ul id="uploads"></ul></aside>
<div id="news" class="unseen" role="status" aria-live="polite"></div>
<noscript><p class="failure">The dashboard needs scripts; csvprofile status shows the same in a terminal.</p></noscript>
</body>
</html>
`.markup;
}
