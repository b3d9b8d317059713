/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One entry of a map. The JSON is bpftool's: key and value as bytes, and, where the map has types,
 * once more "formatted":
 *
 *	{"key":["0x06","0x00","0x00","0x00"],"value":["0x02","0x00"],"formatted":{"key":6,"value":2}}
 *	{"key":["0x00"],"values":[{"cpu":0,"value":["0x02"]},{"cpu":1,"value":["0x03"]}]}
 *
 * As text, typed values speak for themselves, two spaces apart; bytes are labelled as bpftool
 * does. A per-CPU value is a line for each CPU.
 */
#include "cli/map.h"

#include "cli/pair.h"

static void show_key(struct map_facts *f, const void *key)
{
	cli_value(f->cli, f->types, f->key_type, key, f->info.key_size);
}

static void show_value(struct map_facts *f, const void *value)
{
	cli_value(f->cli, f->types, f->value_type, value, f->info.value_size);
}

static const uint8_t *value_of(const struct map_facts *f, const void *value, uint32_t cpu)
{
	return (const uint8_t *)value + (size_t)cpu * f->stride;
}

static void percpu_json(struct map_facts *f, const void *value, bool formatted)
{
	struct json *j = &f->cli->json;
	uint32_t i;

	json_key(j, "values");
	json_array_begin(j);
	for (i = 0; i < f->cpus; i++) {
		json_object_begin(j);
		pair_number(j, "cpu", i);
		if (formatted) {
			json_key(j, "value");
			show_value(f, value_of(f, value, i));
		} else {
			pair_bytes(j, "value", value_of(f, value, i), f->info.value_size);
		}
		json_object_end(j);
	}
	json_array_end(j);
}

static void formatted_json(struct map_facts *f, const void *key, const void *value)
{
	struct json *j = &f->cli->json;

	json_key(j, "formatted");
	json_object_begin(j);
	if (f->shows_key) {
		json_key(j, "key");
		show_key(f, key);
	}
	if (map_facts_percpu(f->info.type)) {
		percpu_json(f, value, true);
	} else {
		json_key(j, "value");
		show_value(f, value);
	}
	json_object_end(j);
}

static void entry_json(struct map_facts *f, const void *key, const void *value)
{
	struct json *j = &f->cli->json;

	json_object_begin(j);
	if (f->shows_key)
		pair_bytes(j, "key", key, f->info.key_size);
	if (map_facts_percpu(f->info.type))
		percpu_json(f, value, false);
	else
		pair_bytes(j, "value", value, f->info.value_size);
	map_part_json(f, value);
	if (f->types)
		formatted_json(f, key, value);
	json_object_end(j);
}

static void cpu_text(struct map_facts *f, uint32_t cpu)
{
	struct out *o = &f->cli->out;

	out_str(o, f->types ? " cpu " : "(CPU ");
	if (!f->types && cpu < 10)
		out_char(o, '0');
	out_u64(o, cpu);
	out_str(o, f->types ? "" : "): ");
}

static void line(struct map_facts *f, const void *key, const void *value, int cpu)
{
	struct out *o = &f->cli->out;
	bool percpu = map_facts_percpu(f->info.type);

	if (f->shows_key) {
		out_str(o, f->types ? "" : "key: ");
		show_key(f, key);
	}
	if (percpu && f->types)
		cpu_text(f, cpu);
	out_str(o, f->shows_key ? "  " : "");
	if (!map_part_text(f, value)) {
		if (!f->types)
			out_str(o, percpu ? "value " : "value: ");
		if (percpu && !f->types)
			cpu_text(f, cpu);
		show_value(f, value);
	}
	out_char(o, '\n');
}

void map_entry_write(struct map_facts *f, const void *key, const void *value)
{
	uint32_t i;

	if (f->cli->use_json) {
		entry_json(f, key, value);
		return;
	}
	for (i = 0; i < f->cpus; i++)
		line(f, key, value_of(f, value, i), i);
}
