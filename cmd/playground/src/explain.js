// The explanation of a finding, from the texts of `compose2unit explain`.

// support returns the line about one of the runtimes in the explanation of an attribute: the first of these that it names. What the
// explanation says about other runtimes, or about attributes below this one, is of other findings.
function support(attribute, runtimes) {
  const [own] = attribute.split("\n\n");
  const lines = own.split("\n").map((line) => /^ {2}(\S+) +(\S.*)$/.exec(line)).filter(Boolean);
  return runtimes.map((name) => lines.find(([, of]) => of === name)?.[2]).find(Boolean) ?? "";
}

// explained returns the explanation of a code. If its attribute always has the finding with this runtime, the support for the
// attribute replaces the list of all attributes that have it.
export function explained(code, meaning, attribute, runtimes) {
  const always = new RegExp(String.raw`\((?:error|warning|note) ${code}[,)]`).test(support(attribute, runtimes));
  return always ? meaning.split("\n\n")[0] + "\n\n" + attribute : meaning;
}
