package podman

import (
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// program is a program that a command line runs, and the index of the argument that names it.
type program struct {
	name string
	arg  int
}

// wrappers are programs that run the program in their arguments, with the number of operands before its name.
var wrappers = map[string]int{
	"exec": 0, "command": 0, "env": 0, "sudo": 0, "nice": 0, "nohup": 0, "setsid": 0, "stdbuf": 0, "time": 0, "xargs": 0, "busybox": 0,
	"tini": 0, "dumb-init": 0, "catatonit": 0, "timeout": 1, "gosu": 1, "su-exec": 1,
}

var (
	shells     = []string{"sh", "ash", "bash", "dash", "ksh", "zsh"}
	assignment = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*=`)
	script     = lazyregexp.New(`^-[a-z]*c$`)     // sh -c, bash -lc
	valued     = []string{"-u", "-n", "-s", "-k"} // sudo -u root, nice -n 5, timeout -s KILL
)

// programs returns the programs that a command line runs: the first word, after wrappers such as exec and env, and those of
// a shell's text (POSIX.1 "Shell Command Language"). Arguments of a program are not included: `redis-cli ping`.
func programs(argv []string) []program {
	for i := 0; i < len(argv); i++ {
		name := path.Base(argv[i])
		operands, wraps := wrappers[name]
		switch {
		case assignment.MatchString(argv[i]):
		case slices.Contains(shells, name):
			return scripted(argv, i+1)
		case !wraps:
			return []program{{argv[i], i}}
		default:
			for i+1 < len(argv) && strings.HasPrefix(argv[i+1], "-") {
				i++
				if slices.Contains(valued, argv[i]) {
					i++
				}
			}
			i += operands
		}
	}
	return nil
}

// scripted returns the programs that a shell runs for its options and the text after `-c`.
func scripted(argv []string, i int) []program {
	for ; i+1 < len(argv) && strings.ContainsAny(argv[i][:min(1, len(argv[i]))], "-+"); i++ {
		switch {
		case script.MatchString(argv[i]):
			return ofText(argv[i+1], i+1)
		case strings.HasSuffix(argv[i], "o"): // -o pipefail
			i++
		}
	}
	return nil
}

// ofText returns the programs that a shell's text runs, all named by one argument.
func ofText(text string, arg int) []program {
	var all []program
	for _, words := range simpleCommands(text) {
		for _, p := range programs(words) {
			all = append(all, program{p.name, arg})
		}
	}
	return all
}
