// Package playground is a web page that runs compose2unit in a browser. The program is cmd/compose2unit, compiled to WebAssembly;
// src contains the page, and the script build builds both. The package has no Go code but tests, which need a browser and have
// the build tag browser (make playground-check).
package playground
