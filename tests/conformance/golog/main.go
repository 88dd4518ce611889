// Golog judges transparency logs by the packages of Go's checksum database, which share no code with Letopis:
// golang.org/x/mod/sumdb/tlog for proofs and tiles, sumdb/note for signed notes.
// A question is a line of JSON, its answer a line of JSON; `refused` says why what was asked about does not hold.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Ask   string      `json:"ask"`
	Proof []tlog.Hash `json:"proof"`
	Size  int64       `json:"size"`
	Root  tlog.Hash   `json:"root"`

	Index int64     `json:"index"` // inclusion
	Leaf  tlog.Hash `json:"leaf"`

	OldSize int64     `json:"old_size"` // consistency, growth
	OldRoot tlog.Hash `json:"old_root"`

	Note string   `json:"note"` // open, sign
	Text string   `json:"text"`
	Keys []string `json:"keys"`

	Folder string `json:"folder"` // folder, path
	Path   string `json:"path"`
}

type answer struct {
	Refused string   `json:"refused,omitempty"`
	Text    string   `json:"text,omitempty"`
	Note    string   `json:"note,omitempty"`
	Root    string   `json:"root,omitempty"` // base64, as in a checkpoint
	Paths   []string `json:"paths,omitempty"`
	Tile    []int64  `json:"tile,omitempty"` // level, number, width
}

var answers = map[string]func(question) (answer, error){
	"inclusion":   inclusion,
	"consistency": consistency,
	"open":        open,
	"sign":        sign,
	"folder":      folder,
	"growth":      growth,
	"path":        path,
}

func main() {
	questions := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := bufio.NewWriter(os.Stdout)
	replies := json.NewEncoder(out)
	for questions.More() {
		var q question
		if err := questions.Decode(&q); err != nil {
			log.Fatal(err)
		}
		reply, known := answers[q.Ask]
		if !known {
			log.Fatalf("nobody can answer %q", q.Ask)
		}
		a, err := reply(q)
		if err != nil {
			a = answer{Refused: err.Error()}
		}
		if err := replies.Encode(a); err != nil {
			log.Fatal(err)
		}
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

func inclusion(q question) (answer, error) {
	return answer{}, tlog.CheckRecord(q.Proof, q.Size, q.Root, q.Index, q.Leaf)
}

func consistency(q question) (answer, error) {
	return answer{}, tlog.CheckTree(q.Proof, q.Size, q.Root, q.OldSize, q.OldRoot)
}

// open gives the text of a note that at least one of the keys signed.
func open(q question) (answer, error) {
	var known []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return answer{}, err
		}
		known = append(known, verifier)
	}
	opened, err := note.Open([]byte(q.Note), note.VerifierList(known...))
	if err != nil {
		return answer{}, err
	}
	return answer{Text: opened.Text}, nil
}

// sign gives the note of a text with a signature by each key.
func sign(q question) (answer, error) {
	var signers []note.Signer
	for _, key := range q.Keys {
		signer, err := note.NewSigner(key)
		if err != nil {
			return answer{}, fmt.Errorf("not a signing key")
		}
		signers = append(signers, signer)
	}
	signed, err := note.Sign(&note.Note{Text: q.Text}, signers...)
	return answer{Note: string(signed)}, err
}
