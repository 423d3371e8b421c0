/**
 * What the page's Content-Security-Policy wants of each <style> element; command-api puts it into the page, a new one each
 * time. Empty where nobody did (the development server).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** The name by which the library that keeps a page from scrolling under a dialog asks for it (webpack’s). */
export function publishStyleNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
