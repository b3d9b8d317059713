# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# Tools that come with their BPF object inside the program file, as an array of bytes.
#
#	embedded_objects FILE PREFIX	write each object in the file to PREFIX.o, PREFIX-2.o, ...
#
# An ELF header tells where to cut: magic, 64 bits, byte order, version; relocatable (1), for machine 247, which is
# BPF; at 40 where the table of section headers begins, at 58 how long one is and how many there are. Compilers write
# that table last, so there the object ends.

embedded_number() { # FILE OFFSET BYTES
	od -An -v -t "u$3" -j "$2" -N "$3" "$1" | tr -d ' '
}

embedded_objects() { # FILE PREFIX
	local at size count=0 name
	while read -r at; do
		count=$((count + 1))
		name=$2.o
		[ $count = 1 ] || name=$2-$count.o
		size=$(($(embedded_number "$1" $((at + 40)) 8) +
			$(embedded_number "$1" $((at + 58)) 2) * $(embedded_number "$1" $((at + 60)) 2)))
		tail -c +$((at + 1)) "$1" | head -c "$size" >"$name"
	done < <(LC_ALL=C grep -obaP '\x7fELF\x02[\x01\x02]\x01\x00{9}(\x01\x00\xf7\x00|\x00\x01\x00\xf7)' "$1" | cut -d : -f 1)
}
