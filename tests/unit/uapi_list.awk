# SPDX-License-Identifier: BSD-2-Clause
#
# Lists what our own kernel headers declare.  Reads the pairs of uapi_attr.list, then the output
# of `cc -E -dD` over all of them; prints one line for each constant, size and field:
#
#	kind|our type|our path|kernel's type|kernel's path
#
# kind: const (in "our path"), size, field, inner (a struct within), flex (an array without a
# length), bits (a bit-field).  Reserved fields are left out: they shrink.
# It knows the style these headers are written in, not C: one declaration or enumerator a line.

function item(kind, path,    type, prefix)
{
	type = tag
	prefix = ""
	if (tag in pair) {
		type = "union bpf_attr"
		prefix = pair[tag] == "." ? "" : pair[tag] "."
	}
	print kind "|" tag "|" path "|" type "|" prefix path
}

# Remembers a field of the innermost struct; what holds it may get a name only at its end.
function field(kind, name)
{
	fields[depth] = fields[depth] kind " " name "\n"
}

function last_word(text)
{
	sub(/[ \t]*$/, "", text)
	sub(/.*[^A-Za-z0-9_]/, "", text)
	return text
}

function open_struct()
{
	depth++
	fields[depth] = ""
}

function close_struct(line,    name, all, n, i, part, word)
{
	sub(/__attribute__.*/, ";", line)
	name = line
	gsub(/[};\[\] \t]/, "", name)
	n = split(fields[depth], part, "\n")
	depth--
	if (name != "" && depth > 0)
		field("inner", name)
	for (i = 1; i < n; i++) {
		split(part[i], word, " ")
		all = name != "" ? name "." word[2] : word[2]
		if (depth > 0)
			field(word[1], all)
		else
			item(word[1], all)
	}
	if (depth == 0 && (!(tag in pair) || pair[tag] != "."))
		size_of()
}

function size_of()
{
	if (tag in pair)
		print "size|" tag "||union bpf_attr|" pair[tag]
	else
		print "size|" tag "||" tag "|"
}

FILENAME ~ /uapi_attr.list$/ {
	if ($1 !~ /^#/)
		pair["struct bpf_attr_" $1] = $2
	next
}

/^# [0-9]+ "/ {
	ours = $3 ~ /uapi\/linux\// && $3 !~ /\/(types|stddef|errno|version)\.h"$/
	next
}

!ours { next }

/^#define / {
	if ($2 ~ /^[A-Z_][A-Za-z0-9_]*$/ && NF > 2 && !($2 in seen)) {
		seen[$2] = 1
		print "const||" $2 "||"
	}
	next
}

/^enum.*{/ { in_enum = 1; next }
in_enum && /^}/ { in_enum = 0; next }
in_enum && /^[ \t]*[A-Za-z_]/ {
	name = $1
	sub(/,.*/, "", name)
	if (!(name in seen)) {
		seen[name] = 1
		print "const||" name "||"
	}
	next
}

depth == 0 && /^(struct|union) [a-z_0-9]+ {/ {
	tag = $1 " " $2
	open_struct()
	next
}

depth == 0 { next }

# union { type *name; __u64 :64; }: one line, for it comes out of a macro
/^[ \t]*union { .*:64; }/ {
	sub(/; __u64 :64;.*/, "")
	field("field", last_word($0))
	next
}

/^[ \t]*(struct|union)( [a-z_0-9]+)? {/ { open_struct(); next }
/^[ \t]*}/ { close_struct($0); next }

/:[ \t]*[0-9]+[ \t]*[,;]/ {
	name = $0
	sub(/[ \t]*:.*/, "", name)
	name = last_word(name)
	if (name != "" && name !~ /^(__[us][0-9]+|__reserved_[0-9]|reserved|res1)$/)
		field("bits", name)
	next
}

# A command's struct within union bpf_attr: its fields are listed with the struct.
/^[ \t]*struct bpf_attr_[a-z_]+ [a-z_]+;/ {
	field("inner", substr($3, 1, index($3, ";") - 1))
	next
}

/;/ {
	name = $0
	kind = name ~ /\[(0)?\];/ ? "flex" : "field"
	sub(/[ \t]*(\[.*)?;.*/, "", name)
	field(kind, last_word(name))
}
