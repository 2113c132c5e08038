package docker_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/world"
)

// dial emulates `docker system dial-stdio`, with a Go HTTP server at the other end, as in the engine.
func dial(w *world.World, input []byte) world.Answer {
	r := bufio.NewReader(bytes.NewReader(input))
	request, err := http.ReadRequest(r)
	if err != nil {
		w.Complain("no request: %v\n%q", err, input)
		return world.Fail("no request")
	}
	body, err := io.ReadAll(request.Body)
	rest, _ := io.ReadAll(r)
	if err != nil || len(rest) > 0 {
		w.Complain("Content-Length %d, the body has %d bytes: %v", request.ContentLength, len(body)+len(rest), err)
	}
	if !json.Valid(body) {
		w.Complain("no JSON: %s", body)
	}
	w.Log("sent %s %s", request.Method, request.RequestURI)
	if network, ok := strings.CutPrefix(strings.TrimSuffix(request.URL.Path, "/connect"), "/networks/"); ok {
		return connect(w, network, input, body)
	}
	for _, line := range differences(strings.Split(w.Body, "\n"), strings.Split(string(body), "\n")) {
		if len(line) > 2 { // not the newline at the end of the file
			w.Log("sent %s", line)
		}
	}
	handle := func(out http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		out.Header().Set("Content-Type", "application/json")
		id, err := created(w, r.URL.Query().Get("name"), body)
		var message string
		switch {
		case err == nil:
			out.WriteHeader(http.StatusCreated)
			_ = json.NewEncoder(out).Encode(map[string]any{"Id": id, "Warnings": []string{}})
			return
		case strings.HasPrefix(err.Error(), "No such image"):
			out.WriteHeader(http.StatusNotFound)
		case errors.Is(err, world.ErrConflict):
			out.WriteHeader(http.StatusConflict)
		default:
			out.WriteHeader(http.StatusBadRequest)
		}
		message = err.Error()
		_ = json.NewEncoder(out).Encode(map[string]string{"message": message})
	}
	return world.Answer{Out: string(exchange(input, handle))}
}

// connect emulates the API call that connects a container to a network.
func connect(w *world.World, network string, input, body []byte) world.Answer {
	w.Log("sent %s", strings.Join(strings.Fields(string(body)), " "))
	var asked struct{ Container string }
	_ = json.Unmarshal(body, &asked)
	return world.Answer{Out: string(exchange(input, func(out http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		c := w.Find(asked.Container)
		if c == nil || w.Resource("network", network) == nil {
			out.WriteHeader(http.StatusNotFound)
			_ = json.NewEncoder(out).Encode(map[string]string{"message": "network " + network + " not found"})
			return
		}
		c.Networks[network] = network + "-id"
	}))}
}

// differences returns the lines that are only in one (-) or only in the other (+), in order.
func differences(one, other []string) []string {
	if len(one) == 0 || len(other) == 0 {
		var out []string
		for _, line := range one {
			out = append(out, "- "+strings.TrimSpace(line))
		}
		for _, line := range other {
			out = append(out, "+ "+strings.TrimSpace(line))
		}
		return out
	}
	if one[0] == other[0] {
		return differences(one[1:], other[1:])
	}
	if i := slices.Index(one, other[0]); i > 0 {
		return append(differences(one[:i], nil), differences(one[i:], other)...)
	}
	if i := slices.Index(other, one[0]); i > 0 {
		return append(differences(nil, other[:i]), differences(one, other[i:])...)
	}
	out := []string{"- " + strings.TrimSpace(one[0]), "+ " + strings.TrimSpace(other[0])}
	return append(out, differences(one[1:], other[1:])...)
}

// exchange runs one HTTP conversation and returns its bytes.
func exchange(input []byte, handle http.HandlerFunc) []byte {
	here, there := net.Pipe()
	listener := &once{conn: make(chan net.Conn, 1)}
	listener.conn <- there
	server := &http.Server{Handler: handle}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	go func() { _, _ = here.Write(input) }()
	out, _ := io.ReadAll(here)
	close(listener.conn)
	return out
}

// once is a listener that accepts one connection.
type once struct{ conn chan net.Conn }

func (o *once) Accept() (net.Conn, error) {
	if c, ok := <-o.conn; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}
func (o *once) Close() error   { return nil }
func (o *once) Addr() net.Addr { return &net.UnixAddr{Name: "docker"} }
