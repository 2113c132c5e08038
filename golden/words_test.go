package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// plainEnglish are phrases to avoid, each with replacements in the vocabulary of the documentation of Go, systemd and
// Docker. A pattern with an anchor applies to one kind of line.
var plainEnglish = []struct{ phrase, instead string }{
	{`\banew\b`, "recreated, rewritten, again, from scratch"},
	{`\bfor ever\b`, "forever"},
	{`\bby the way\b`, "implicitly, as a side effect; or leave it out"},
	{`\bpass(es|ed)? over\b`, "ignore, skip"},
	{`\b(is|are|be) told of\b`, "is reported, is given"},
	{`\b(its|their) sisters\b|\bits kin\b`, "name the others"},
	{`\bsomebody else'?s?\b`, "someone else, something else"},
	{`\bbelongs? into\b`, "belongs in"},
	{`\ba slip of the pen\b`, "a typo"},
	{`\bleft to itself\b`, "by default"},
	{`^\s*// \w+ says (that|whether)\b`, "X reports whether"},
	{`\b(is|are) no (boolean|calendar|attribute|route|interpolation|path|directory|number|version|secret|flag|error|failure)s?\b`, "is not a …"},
	{`\bits own beginning\b`, "host bits are set"},
	{`\bcannot be said\b`, "cannot be expressed"},
	{`\bmust be a text\b`, "must be a string"},
	{`\b(made|make|makes) again\b`, "recreate, rebuild"},
	{`\bsomebody\b`, "someone; or say it without one: \"was stopped by hand\""},
	{`\bnobody's\b`, "belongs to no …"},
	{`\bha(s|ve) not( got)?([,.;:)]|$)`, "lacks, does not have, does not support"},
	{`\b(is|are|was) otherwise\b|\botherwise than\b`, "differs, differently from"},
	{`\bstays? so\b`, "is not changed, stays stopped"},
	{`\btrouble of\b`, "an I/O failure, an environment failure"},
	{`\b(who was up|whose a|no more what)\b`, "what was running, which unit a … belongs to, no longer as"},
	{`\bheld against\b`, "compared with"},
	{`\b(says|does|do|lets?) [a-z ]*of itself\b|\bof itself (it|is|are|was)\b|^\s*// Of itself\b`, "by default, by itself"},
	{`\bas ever\b`, "as usual"},
	{`\bvolumes? go(es)? over\b|\bgo over to\b`, "is kept, is carried over"},
	{`\bown affair\b|'s affair\b`, "is up to, is handled by"},
	{`\bfor want of\b`, "because … is missing"},
	{`\bput right\b`, "repaired, restored"},
	{`\b(takes?|taken) (it|them) up\b|\btaken up again\b`, "follows, takes over"},
	{`\b(engine|manager) of a user\b`, "a user's engine, a user's manager"},
	{`\bwithout a word\b`, "silently"},
	{`\bbecomes? of\b`, "happens to"},
	{`\bspeaks? (of|for)\b`, "refers to, covers, matches"},
	{`\b(secret|file|key|network|unit|tag|option|credential)s? of (podman|Podman|docker|Docker|systemd|Quadlet|Compose)'s\b`, "a podman secret, a Quadlet file"},
	{`\bthe same again\b`, "as above"},
	{`\bto the letter\b`, "exactly, literally"},
	{`\b(are|is|it is) all the same\b|\ball the same[.:,;]`, "nevertheless; or: do not differ"},
	{`\bof theirs\b`, "their own"},
	{`\bknows? nobody\b`, "depends on nothing"},
	{`\bin the making\b`, "while it is built"},
	{`\bcannot be told\b`, "cannot be determined"},
	{`\btells? of\b|\btold of\b`, "reports, lists"},
	{`\b(is|are|was|were) told (that|where|which|what|so|the|by)\b`, "is passed, is notified, knows"},
	{`\b(is|are) said (of|once|where|at|with)\b`, "is reported, there is a finding"},
	{`\b[Ww]hat there is\b`, "what exists, the findings"},
	{`\bcame of (it|them|that)\b`, "the result"},
	{`\bno words? for\b|\b(can|cannot) say\b`, "cannot express"},
	{`\b(goes and comes|comes and goes) with\b`, "stops and restarts with"},
	{`^\s*// \w+ is which\b`, "X returns the …"},
	{`\bstands? behind\b`, "is after, follows"},
	{`\b(its|their) like\b`, "an identical one"},
	{`\bholds? \w+ against\b`, "compares with"},
	{`\bnoted down\b`, "recorded"},
	{`\b(is|are) to be had\b|\bcan be had\b`, "is available"},
	{`\bsees? to (it|that)\b|\bmakes? sure of\b`, "ensures"},
	{`\blets? go of\b`, "releases"},
	{`\bby turns\b`, "alternately"},
	{`\bbut for\b`, "except for"},
	{`\bis none of\b`, "does not belong to"},
	{`\bgrows? unseen\b`, "unnoticed"},
	{`\bto mend\b`, "to fix"},
	{`\bfor (its|their) sake\b`, "because of, so that"},
	{`\bthe power (goes|went|may go)\b`, "the power fails"},
}

// exempt matches files that are not checked: this one, which contains the phrases, and a recipe whose hash identifies what
// it builds, so that a reworded comment would cause a rebuild.
var exempt = regexp.MustCompile(`^golden/(words_test\.go|live/machine/make\.sh)$`)

// Findings, help, documentation and comments are in plain English.
func TestPlainEnglish(t *testing.T) {
	out, err := exec.Command("git", "ls-files", "--full-name", "--", ":/*.go", ":/*.md", ":/*.sh", ":/*.tmpl", ":/Makefile", ":/runtime/*/scripts/*", ":/runtime/*/testdata/scripts/*").Output()
	if err != nil {
		t.Fatal(err)
	}
	laws := make([]*regexp.Regexp, len(plainEnglish))
	for i, p := range plainEnglish {
		laws[i] = regexp.MustCompile(p.phrase)
	}
	for _, file := range strings.Fields(string(out)) {
		if exempt.MatchString(file) {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			for i, law := range laws {
				if found := law.FindString(line); found != "" {
					t.Errorf("%s:%d: %q: say %s", file, n+1, strings.TrimSpace(found), plainEnglish[i].instead)
				}
			}
		}
	}
}
