package unit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// pieces are the components of hostile strings.
var pieces = []string{
	"a", "Zz9", " ", "  ", "\t", "\n", "\r", "\\", "\\\\", `"`, "'", "`", "%", "%%", "%Y", "%i", "%n", "$", "$$", "$HOME", "${HOME}",
	";", "\\;", "#", "[Service]", "ExecStart=/bin/false", "=", ",", "-", "--flag", "@", ":", "+", "!", "|", "~", "*", "/", "..",
	"\x01", "\x1b[31m", "\x7f", "\\x25", "\\n", "\\", "é", "👍", "👨\u200d👩", "\u202e", "\u2028", "\u0080", "\u0085", "\u009b31m", "\u00a0", "\ufeff", "\ufffe", "\U0001ffff",
}

// hostile returns a string of up to n pieces, often empty or very short: one odd character alone is the hardest case.
func hostile(r *rand.Rand, n int) string {
	var b strings.Builder
	for range r.IntN(r.IntN(n) + 1) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func hostiles(r *rand.Rand, count, n int) []string {
	out := make([]string, count)
	for i := range out {
		out[i] = hostile(r, n)
	}
	return out
}

// seeded returns a new generator each time, and the seed to log, with which a failure can be reproduced.
func seeded() (*rand.Rand, string) {
	seed := rand.Uint64()
	return rand.New(rand.NewPCG(seed, 0)), fmt.Sprintf("seed %d", seed)
}
