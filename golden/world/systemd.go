package world

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// systemd holds the properties of units, and jobs.
type systemd struct {
	units map[string]map[string]string
	jobs  []string // UNIT TYPE STATE
}

func (s *systemd) apply(verb string, words []string) error {
	if verb == "job" {
		s.jobs = append(s.jobs, strings.Join(words, " ")+" running")
		return nil
	}
	unit := s.units[words[0]]
	if unit == nil {
		unit = map[string]string{"LoadState": "loaded", "ActiveState": "active", "SubState": "running", "NRestarts": "0", "Result": "success",
			"ActiveEnterTimestampMonotonic": "2", "InactiveExitTimestampMonotonic": "1"}
		s.units[words[0]] = unit
	}
	for _, word := range words[1:] {
		key, value, ok := strings.Cut(word, "=")
		if !ok {
			return fmt.Errorf("%s: no =", word)
		}
		unit[key] = strings.ReplaceAll(value, ",", " ")
	}
	return nil
}

// property returns a property of a unit, even of one that does not exist.
func (s *systemd) property(unit, key string) string {
	if u, ok := s.units[unit]; ok {
		return u[key]
	}
	return map[string]string{"LoadState": "not-found", "ActiveState": "inactive", "SubState": "dead", "NRestarts": "0", "Result": "success"}[key]
}

// show emulates `systemctl show` of several units: a paragraph for each, in an order of its own, without empty properties.
func (s *systemd) show(keys, units []string) string {
	var out []string
	for _, unit := range units {
		var lines []string
		for _, key := range slices.Sorted(slices.Values(keys)) {
			value := s.property(unit, key)
			if key == "Id" {
				value = unit
			}
			if value != "" {
				lines = append(lines, key+"="+value+"\n")
			}
		}
		out = append(out, strings.Join(lines, ""))
	}
	return strings.Join(out, "\n")
}

// values emulates `systemctl show --value` of one property: a line for each unit, separated by empty lines.
func (s *systemd) values(key string, units []string) string {
	var out []string
	for _, unit := range units {
		out = append(out, s.property(unit, key)+"\n")
	}
	return strings.Join(out, "\n")
}

func (s *systemd) listJobs(units []string) string {
	var out string
	for i, job := range s.jobs {
		if unit, _, _ := strings.Cut(job, " "); slices.Contains(units, unit) {
			out += fmt.Sprintf("%d %s\n", 100+i, job)
		}
	}
	return out
}

func (w *World) systemctl(args []string) Answer {
	if w.system == (len(args) > 0 && args[0] == "--user") {
		w.Complain("systemctl %s: the wrong manager", strings.Join(args, " "))
	}
	if len(args) > 0 && args[0] == "--user" {
		args = args[1:]
	}
	if len(args) > 3 && args[0] == "show" && args[1] == "--property" && strings.Contains(args[2], ",") {
		return Answer{Out: w.show(strings.Split(args[2], ","), args[3:])}
	}
	if len(args) > 2 {
		switch strings.Join(args[:2], " ") {
		case "list-jobs --no-legend":
			return Answer{Out: w.listJobs(args[2:])}
		case "show --property":
			if args[2] == "SubState" {
				return Answer{Out: w.values(args[2], args[4:])}
			}
		}
	}
	unit := args[len(args)-1]
	switch words := strings.Join(args[:len(args)-1], " "); words {
	case "show --property NRestarts --value", "show --property InvocationID --value", "show --property LoadState --value",
		"show --property MainPID --value", "show --property WantedBy --value":
		return Answer{Out: w.property(unit, args[2]) + "\n"}
	case "is-active", "is-active --quiet":
		state := w.property(unit, "ActiveState")
		a := Answer{Out: state + "\n"}
		if args[1] == "--quiet" {
			a.Out = ""
		}
		if state != "active" {
			a.Code = 3
		}
		return a
	default:
		if strings.HasPrefix(words, "stop --no-block") || strings.HasPrefix(words, "start --no-block") || words == "reset-failed" || strings.HasPrefix(words, "try-restart") ||
			strings.HasPrefix(words, "start --quiet") || words == "restart --no-block" {
			return Answer{}
		}
	}
	w.Complain("systemctl %s", strings.Join(args, " "))
	return Answer{Code: 1}
}

// notify emulates systemd-notify: a unit follows the process it is given, unless `deaf=yes` makes systemd reject it.
func (w *World) notify(args []string) Answer {
	for _, arg := range args {
		if pid, ok := strings.CutPrefix(arg, "MAINPID="); ok {
			for _, unit := range w.units {
				if unit["deaf"] == "" {
					unit["MainPID"] = pid
				}
			}
		}
	}
	return Answer{}
}

// sleep advances the clock without waiting.
func (w *World) sleep(args []string) Answer {
	seconds, err := strconv.ParseFloat(args[0], 64)
	if err != nil || len(args) != 1 {
		w.Complain("sleep %q", args)
		return Answer{Code: 1}
	}
	w.Clock += time.Duration(seconds * float64(time.Second))
	if w.Clock > 2000*time.Second {
		w.Complain("slept too long")
		w.Hang()
	}
	return Answer{}
}

func (w *World) date(args []string) Answer {
	seconds := int64(w.Clock / time.Second)
	switch strings.Join(args, " ") {
	case "+%s":
		return Answer{Out: fmt.Sprintf("%d\n", seconds)}
	case "+%s.%N":
		if w.noNanos {
			return Answer{Out: fmt.Sprintf("%d.%%N\n", seconds)}
		}
		return Answer{Out: fmt.Sprintf("%d.%09d\n", seconds, w.Clock%time.Second)}
	}
	w.Complain("date %q", args)
	return Answer{Code: 1}
}

// lasts records the run of a unit, or of the engine, as `run` does, with this process as the unit's own.
func (w *World) lasts(words string) error {
	unit, id, _ := strings.Cut(words, " ")
	record := "shop/" + unit + ".run"
	if unit == "docker.service" {
		record = ".engine"
	}
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return err
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return os.WriteFile(filepath.Join(w.State(), record), fmt.Appendf(nil, "%s %d %s\n", id, os.Getpid(), strings.Fields(rest)[19]), 0o600)
}
