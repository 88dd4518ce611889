package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// C2SP tlog-tiles fixes the height and leaves it out of the path; Go's checksum database spells it.
const height = 8

func spelled(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// path says which tile a path names.
func path(q question) (answer, error) {
	tile, err := tlog.ParseTilePath(strings.Replace(q.Path, "tile/", fmt.Sprintf("tile/%d/", height), 1))
	if err != nil {
		return answer{}, err
	}
	return answer{Tile: []int64{int64(tile.L), tile.N, int64(tile.W)}}, nil
}

// growth lists the hash tiles to publish when a tree grows from OldSize to Size.
func growth(q question) (answer, error) {
	var paths []string
	for _, tile := range tlog.NewTiles(height, q.OldSize, q.Size) {
		paths = append(paths, spelled(tile))
	}
	return answer{Paths: paths}, nil
}

// files reads the tiles of a folder.
type files string

func (f files) Height() int { return height }

func (f files) SaveTiles([]tlog.Tile, [][]byte) {}

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), spelled(tile)))
		if err != nil {
			return nil, fmt.Errorf("no tile %s", spelled(tile))
		}
		read = append(read, data)
	}
	return read, nil
}

// bundle reads the entries of the index'th bundle: each behind its length in two bytes (C2SP tlog-tiles).
func (f files) bundle(index, width int64) ([][]byte, error) {
	name := spelled(tlog.Tile{H: height, L: -1, N: index, W: int(width)})
	data, err := os.ReadFile(filepath.Join(string(f), strings.Replace(name, "/data/", "/entries/", 1)))
	if err != nil {
		return nil, fmt.Errorf("no bundle %d", index)
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut short", index)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries, data = append(entries, data[2:end]), data[end:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("bundle %d has %d entries, not %d", index, len(entries), width)
	}
	return entries, nil
}

// folder proves every tile and entry of a log's folder against the root, and gives the root the tiles lead to.
func folder(q question) (answer, error) {
	tiles := files(q.Folder)
	reader := tlog.TileHashReader(tlog.Tree{N: q.Size, Hash: q.Root}, tiles)
	root, err := tlog.TreeHash(q.Size, reader)
	if err != nil {
		return answer{}, err
	}
	indexes := make([]int64, q.Size)
	for n := range indexes {
		indexes[n] = tlog.StoredHashIndex(0, int64(n))
	}
	leaves, err := reader.ReadHashes(indexes)
	if err != nil {
		return answer{}, err
	}
	return answer{Root: root.String()}, tiles.holdEntriesOf(leaves)
}

// holdEntriesOf says whether the bundles hold the entries with these leaf hashes and no others.
func (f files) holdEntriesOf(leaves []tlog.Hash) error {
	const most = 1 << height
	for first := 0; first < len(leaves); first += most {
		width := len(leaves) - first
		if width > most {
			width = most
		}
		entries, err := f.bundle(int64(first/most), int64(width))
		if err != nil {
			return err
		}
		for n, entry := range entries {
			if tlog.RecordHash(entry) != leaves[first+n] {
				return fmt.Errorf("entry %d does not have the hash in its tile", first+n)
			}
		}
	}
	return nil
}
