// Loading the program, and forbidding all further requests.

// A prefetch is allowed if any directive allows its address, so none names the server, not even that of style sheets.
const TIGHT = "default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:; worker-src blob:; base-uri 'none'; form-action 'none'";

// program fetches and compiles the program. The file is compressed, so that the server need not compress it. If the server
// sends it with Content-Encoding, the browser has decompressed it already.
export async function program(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answers ${response.status} ${response.statusText}`);
  const data = new Uint8Array(await response.arrayBuffer());
  const compressed = data[0] === 0x1f && data[1] === 0x8b;
  const body = compressed ? new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip")) : data;
  return WebAssembly.compileStreaming(new Response(body, { headers: { "Content-Type": "application/wasm" } }));
}

// close forbids all further requests by the page and by workers that are started afterwards. A policy that was added cannot be
// removed while the page is open.
export function close() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = TIGHT;
  document.head.append(policy);
}
