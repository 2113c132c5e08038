package layout

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

var measures = Style{Column: 200, Gutter: 32, Row: 36, Step: 10, Head: 17, MaxColumns: 5}

// shape generates a graph of a given size; the boxes that a box waits for come after it in the list.
type shape func(boxes int, r *rand.Rand) []Net

// shapes are shapes of real projects, and some that no project has.
var shapes = map[string]shape{
	"nothing waits": func(int, *rand.Rand) []Net { return nil },
	"a chain": func(boxes int, _ *rand.Rand) (out []Net) {
		for i := 1; i < boxes; i++ {
			out = append(out, Net{To: i, From: []int{i - 1}})
		}
		return out
	},
	"a star": func(boxes int, _ *rand.Rand) []Net {
		net := Net{To: boxes - 1}
		for i := range boxes - 1 {
			net.From = append(net.From, i)
		}
		return []Net{net}
	},
	"one that waits for all": func(boxes int, _ *rand.Rand) (out []Net) {
		for i := 1; i < boxes; i++ {
			out = append(out, Net{To: i, From: []int{0}})
		}
		return out
	},
	"pairs": func(boxes int, _ *rand.Rand) (out []Net) {
		for i := 1; i < boxes; i += 2 {
			out = append(out, Net{To: i, From: []int{i - 1}})
		}
		return out
	},
	"layers": func(boxes int, r *rand.Rand) []Net { return random(boxes, r, 3, boxes/6+1) },
	"a few":  func(boxes int, r *rand.Rand) []Net { return random(boxes, r, 2, boxes) },
	"many":   func(boxes int, r *rand.Rand) []Net { return random(boxes, r, 6, boxes) },
	"a cycle": func(boxes int, r *rand.Rand) []Net {
		return append(random(boxes, r, 2, boxes), Net{To: 0, From: []int{boxes - 1, boxes / 2, 0}})
	},
}

// random returns nets in which each box waits for up to `most` of the `reach` boxes after it, each for one of two pins.
func random(boxes int, r *rand.Rand, most, reach int) (out []Net) {
	at := map[[2]int]int{}
	for from := range boxes - 1 {
		for range r.IntN(most + 1) {
			key := [2]int{from + 1 + r.IntN(min(reach, boxes-from-1)), r.IntN(2)}
			i, known := at[key]
			if !known {
				i, at[key] = len(out), len(out)
				out = append(out, Net{To: key[0], Pin: 60*key[1] - 30})
			}
			if n := len(out[i].From); n == 0 || out[i].From[n-1] != from {
				out[i].From = append(out[i].From, from)
			}
		}
	}
	return out
}

func each(t *testing.T, check func(t *testing.T, boxes []Box, nets []Net)) {
	for name, make := range shapes {
		for _, size := range []int{2, 3, 7, 12, 40, 90} {
			t.Run(fmt.Sprintf("%s/%d", name, size), func(t *testing.T) {
				for seed := range uint64(6) {
					r := rand.New(rand.NewPCG(seed, uint64(size)))
					boxes, nets := boxesOf(size, r), make(size, r)
					widen(boxes, nets)
					check(t, boxes, nets)
				}
			})
		}
	}
}

func boxesOf(size int, r *rand.Rand) (out []Box) {
	for range size {
		out = append(out, Box{Columns: 1, Height: 60 + r.IntN(100)})
	}
	return out
}

// widen makes a box as wide as its outgoing lines need, as a caller of Draw does.
func widen(boxes []Box, nets []Net) {
	leaving := make([]int, len(boxes))
	for _, net := range nets {
		for _, from := range net.From {
			leaving[from]++
		}
	}
	for i := range boxes {
		boxes[i].Columns = min(measures.MaxColumns, 1+leaving[i]*measures.Step*5/4/measures.Column)
	}
}

// Boxes do not overlap, have space between them, and are all within the picture.
func TestBoxesDoNotOverlap(t *testing.T) {
	each(t, func(t *testing.T, boxes []Box, nets []Net) {
		d := Draw(boxes, nets, measures)
		for i, a := range d.Boxes {
			if a.X < 0 || a.Y < 0 || a.X+a.W > d.W || a.Y+a.H > d.H || a.H != boxes[i].Height || a.W < measures.width(boxes[i].Columns) {
				t.Fatalf("box %d is at %v in a picture of %d×%d", i, a, d.W, d.H)
			}
			for j, b := range d.Boxes[:i] {
				if a.X < b.X+b.W+measures.Gutter && b.X < a.X+a.W+measures.Gutter && a.Y < b.Y+b.H+measures.Head && b.Y < a.Y+a.H+measures.Head {
					t.Fatalf("boxes %d and %d are at %v and %v", j, i, b, a)
				}
			}
		}
	})
}

// Every line leads from the lower edge of the waiting box to the pin, never upwards and never through a box.
func TestLinesRunDown(t *testing.T) {
	each(t, func(t *testing.T, boxes []Box, nets []Net) {
		d := Draw(boxes, nets, measures)
		for i, net := range acyclic(len(boxes), nets) {
			wire := d.Wires[i]
			if len(wire.Lines) != len(net.From) {
				t.Fatalf("net %d of %v has %d lines", i, net, len(wire.Lines))
			}
			begins := map[Point]bool{}
			for l, line := range wire.Lines {
				begins[line[0]] = true
				for k := 1; k < len(line); k++ {
					p, q := line[k-1], line[k]
					if q.Y < p.Y || p.X != q.X && p.Y != q.Y || p == q {
						t.Fatalf("net %d goes from %v to %v", i, p, q)
					}
					for b, r := range d.Boxes {
						if min(p.X, q.X) < r.X+r.W && max(p.X, q.X) > r.X && p.Y < r.Y+r.H && q.Y > r.Y {
							t.Fatalf("net %d of %v goes through box %d: %v to %v in %v", i, net, b, p, q, r)
						}
					}
				}
				last := line[len(line)-1]
				to := d.Boxes[net.To]
				if pin := (Point{to.X + to.W/2 + net.Pin, to.Y}); l == 0 && last != pin {
					t.Fatalf("net %d ends at %v and not at its pin %v", i, last, pin)
				}
				if l > 0 && !on(last, wire.Lines[:l]) {
					t.Fatalf("a branch of net %d ends in the void: %v", i, line)
				}
			}
			for _, from := range net.From {
				r := d.Boxes[from]
				found := false
				for p := range begins {
					found = found || p.Y == r.Y+r.H && p.X > r.X && p.X < r.X+r.W
				}
				if !found {
					t.Fatalf("no line of net %d begins at box %d", i, from)
				}
			}
		}
	})
}

func on(p Point, lines [][]Point) bool {
	for _, line := range lines {
		for k := 1; k < len(line); k++ {
			a, b := line[k-1], line[k]
			if p.X >= min(a.X, b.X) && p.X <= max(a.X, b.X) && p.Y >= a.Y && p.Y <= b.Y {
				return true
			}
		}
	}
	return false
}

// Lines of different nets may cross but not overlap.
func TestLinesAreApart(t *testing.T) {
	type piece struct {
		net        int
		p, q       Point
		horizontal bool
	}
	each(t, func(t *testing.T, boxes []Box, nets []Net) {
		d := Draw(boxes, nets, measures)
		var pieces []piece
		for i, wire := range d.Wires {
			for _, line := range wire.Lines {
				for k := 1; k < len(line); k++ {
					pieces = append(pieces, piece{i, line[k-1], line[k], line[k-1].Y == line[k].Y})
				}
			}
		}
		for i, a := range pieces {
			for _, b := range pieces[:i] {
				if a.net == b.net || a.horizontal != b.horizontal {
					continue
				}
				if a.horizontal && a.p.Y == b.p.Y && min(a.p.X, a.q.X) <= max(b.p.X, b.q.X) && min(b.p.X, b.q.X) <= max(a.p.X, a.q.X) ||
					!a.horizontal && a.p.X == b.p.X && a.p.Y < b.q.Y && b.p.Y < a.q.Y {
					t.Fatalf("nets %d and %d run on each other: %v %v, %v %v", a.net, b.net, a.p, a.q, b.p, b.q)
				}
			}
		}
	})
}

// The width is that of the columns, plus a little for the lines between them.
func TestWidthIsBounded(t *testing.T) {
	each(t, func(t *testing.T, boxes []Box, nets []Net) {
		d := Draw(boxes, nets, measures)
		if limit := measures.width(measures.MaxColumns) + len(nets)*measures.Step + 2*measures.Gutter; d.W > limit {
			t.Fatalf("%d boxes are %d wide, more than %d", len(boxes), d.W, limit)
		}
	})
}

func TestSameInputSameDrawing(t *testing.T) {
	each(t, func(t *testing.T, boxes []Box, nets []Net) {
		if a, b := Draw(boxes, nets, measures), Draw(boxes, nets, measures); !reflect.DeepEqual(a, b) {
			t.Fatal("two drawings of the same differ")
		}
	})
}

// A thousand services are drawn in well under a second. The bound leaves room for a busy machine.
func TestThousands(t *testing.T) {
	for name, make := range shapes {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			boxes, nets := boxesOf(1000, r), make(1000, r)
			began := time.Now()
			Draw(boxes, nets, measures)
			took := time.Since(began)
			t.Log(took.Round(time.Millisecond))
			if took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

func TestNothing(t *testing.T) {
	if d := Draw(nil, nil, measures); d.W != 0 || d.H != 0 {
		t.Errorf("nothing is %d×%d", d.W, d.H)
	}
}
