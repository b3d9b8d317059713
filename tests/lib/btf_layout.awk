# SPDX-License-Identifier: BSD-2-Clause
#
# From `rawbpf btf dump ...` (raw text): what C has to make of it. A line for each struct or union whose name
# no other one has, and one for each of its members, those of its members without a name included:
#
#	struct pair 8
#	struct pair a 0 0		member, offset in bits, width of a bit field
#
# With -v asserts=1 that as C instead: a static assertion on each size, and on each offset of what is no bit
# field. What the C text adds to fill gaps (__gap_) is left out.

# [12] STRUCT 'pair' size=8 vlen=2
/^\[/ {
	id = substr($1, 2) + 0
	kind[id] = $2
	name = $0
	sub(/^[^']*'/, "", name)
	sub(/'.*/, "", name)
	names[id] = name == "(anon)" ? "" : name
	size[id] = field("size")
	type[id] = field("type_id")
	members[id] = 0
	last = id
	if ($2 ~ /^(STRUCT|UNION|ENUM|ENUM64)$/)
		many[name]++
	next
}
# 	'a' type_id=3 bits_offset=0 bitfield_size=4
kind[last] == "STRUCT" || kind[last] == "UNION" {
	i = members[last]++
	name = $1
	gsub(/'/, "", name)
	member[last, i] = name == "(anon)" ? "" : name
	member_type[last, i] = field("type_id")
	offset[last, i] = field("bits_offset")
	width[last, i] = field("bitfield_size") + 0
}
END {
	for (id in kind)
		if ((kind[id] == "STRUCT" || kind[id] == "UNION") && names[id] ~ /^[A-Za-z_][A-Za-z0-9_]*$/ &&
			many[names[id]] == 1) {
			tag = (kind[id] == "STRUCT" ? "struct " : "union ") names[id]
			if (asserts)
				print "_Static_assert(sizeof(" tag ") == " size[id] ", \"" tag "\");"
			else
				print tag, size[id]
			flatten(tag, id, 0, 0)
		}
}

function field(key,   at) {
	if (!match($0, " " key "=[0-9]+"))
		return ""
	return substr($0, RSTART + length(key) + 2, RLENGTH - length(key) - 2)
}

function flatten(tag, id, base, depth,   i, to) {
	for (i = 0; i < members[id]; i++) {
		if (member[id, i] ~ /^__gap_/)
			continue
		if (member[id, i] != "") {
			show(tag, member[id, i], base + offset[id, i], width[id, i])
			continue
		}
		to = member_type[id, i]
		while (kind[to] == "CONST" || kind[to] == "VOLATILE")
			to = type[to]
		if (depth < 16)
			flatten(tag, to, base + offset[id, i], depth + 1)
	}
}

function show(tag, name, bit, width) {
	if (!asserts)
		print tag, name, bit, width
	else if (!width)
		print "_Static_assert(__builtin_offsetof(" tag ", " name ") * 8 == " bit ", \"" tag " " name "\");"
}
