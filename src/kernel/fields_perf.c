/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct perf_event_attr, field by field. What config means follows from type; types above those
 * named here are numbered at run time, kprobe and uprobe among them, which take a pointer to a
 * name in config1: as nothing in the struct tells them from others, it is shown as a number.
 */
#include "kernel/fields.h"

#include <linux/perf_event.h>

static const char *const type[] = {
	[PERF_TYPE_HARDWARE] = "PERF_TYPE_HARDWARE",
	[PERF_TYPE_SOFTWARE] = "PERF_TYPE_SOFTWARE",
	[PERF_TYPE_TRACEPOINT] = "PERF_TYPE_TRACEPOINT",
	[PERF_TYPE_HW_CACHE] = "PERF_TYPE_HW_CACHE",
	[PERF_TYPE_RAW] = "PERF_TYPE_RAW",
	[PERF_TYPE_BREAKPOINT] = "PERF_TYPE_BREAKPOINT",
};
static const struct names names_type = NAMES(type);

static const char *const hardware[] = {
	[PERF_COUNT_HW_CPU_CYCLES] = "PERF_COUNT_HW_CPU_CYCLES",
	[PERF_COUNT_HW_INSTRUCTIONS] = "PERF_COUNT_HW_INSTRUCTIONS",
	[PERF_COUNT_HW_CACHE_REFERENCES] = "PERF_COUNT_HW_CACHE_REFERENCES",
	[PERF_COUNT_HW_CACHE_MISSES] = "PERF_COUNT_HW_CACHE_MISSES",
	[PERF_COUNT_HW_BRANCH_INSTRUCTIONS] = "PERF_COUNT_HW_BRANCH_INSTRUCTIONS",
	[PERF_COUNT_HW_BRANCH_MISSES] = "PERF_COUNT_HW_BRANCH_MISSES",
	[PERF_COUNT_HW_BUS_CYCLES] = "PERF_COUNT_HW_BUS_CYCLES",
	[PERF_COUNT_HW_STALLED_CYCLES_FRONTEND] = "PERF_COUNT_HW_STALLED_CYCLES_FRONTEND",
	[PERF_COUNT_HW_STALLED_CYCLES_BACKEND] = "PERF_COUNT_HW_STALLED_CYCLES_BACKEND",
	[PERF_COUNT_HW_REF_CPU_CYCLES] = "PERF_COUNT_HW_REF_CPU_CYCLES",
};
static const struct names names_hardware = NAMES(hardware);

static const char *const software[] = {
	[PERF_COUNT_SW_CPU_CLOCK] = "PERF_COUNT_SW_CPU_CLOCK",
	[PERF_COUNT_SW_TASK_CLOCK] = "PERF_COUNT_SW_TASK_CLOCK",
	[PERF_COUNT_SW_PAGE_FAULTS] = "PERF_COUNT_SW_PAGE_FAULTS",
	[PERF_COUNT_SW_CONTEXT_SWITCHES] = "PERF_COUNT_SW_CONTEXT_SWITCHES",
	[PERF_COUNT_SW_CPU_MIGRATIONS] = "PERF_COUNT_SW_CPU_MIGRATIONS",
	[PERF_COUNT_SW_PAGE_FAULTS_MIN] = "PERF_COUNT_SW_PAGE_FAULTS_MIN",
	[PERF_COUNT_SW_PAGE_FAULTS_MAJ] = "PERF_COUNT_SW_PAGE_FAULTS_MAJ",
	[PERF_COUNT_SW_ALIGNMENT_FAULTS] = "PERF_COUNT_SW_ALIGNMENT_FAULTS",
	[PERF_COUNT_SW_EMULATION_FAULTS] = "PERF_COUNT_SW_EMULATION_FAULTS",
	[PERF_COUNT_SW_DUMMY] = "PERF_COUNT_SW_DUMMY",
	[PERF_COUNT_SW_BPF_OUTPUT] = "PERF_COUNT_SW_BPF_OUTPUT",
	[PERF_COUNT_SW_CGROUP_SWITCHES] = "PERF_COUNT_SW_CGROUP_SWITCHES",
};
static const struct names names_software = NAMES(software);

static const char *const sample[] = {
	[BIT(PERF_SAMPLE_IP)] = "PERF_SAMPLE_IP",
	[BIT(PERF_SAMPLE_TID)] = "PERF_SAMPLE_TID",
	[BIT(PERF_SAMPLE_TIME)] = "PERF_SAMPLE_TIME",
	[BIT(PERF_SAMPLE_ADDR)] = "PERF_SAMPLE_ADDR",
	[BIT(PERF_SAMPLE_READ)] = "PERF_SAMPLE_READ",
	[BIT(PERF_SAMPLE_CALLCHAIN)] = "PERF_SAMPLE_CALLCHAIN",
	[BIT(PERF_SAMPLE_ID)] = "PERF_SAMPLE_ID",
	[BIT(PERF_SAMPLE_CPU)] = "PERF_SAMPLE_CPU",
	[BIT(PERF_SAMPLE_PERIOD)] = "PERF_SAMPLE_PERIOD",
	[BIT(PERF_SAMPLE_STREAM_ID)] = "PERF_SAMPLE_STREAM_ID",
	[BIT(PERF_SAMPLE_RAW)] = "PERF_SAMPLE_RAW",
};
static const struct names names_sample = NAMES(sample);

static const char *const format[] = {
	[BIT(PERF_FORMAT_TOTAL_TIME_ENABLED)] = "PERF_FORMAT_TOTAL_TIME_ENABLED",
	[BIT(PERF_FORMAT_TOTAL_TIME_RUNNING)] = "PERF_FORMAT_TOTAL_TIME_RUNNING",
	[BIT(PERF_FORMAT_ID)] = "PERF_FORMAT_ID",
	[BIT(PERF_FORMAT_GROUP)] = "PERF_FORMAT_GROUP",
	[BIT(PERF_FORMAT_LOST)] = "PERF_FORMAT_LOST",
};
static const struct names names_format = NAMES(format);

/* Bit-fields in the order of declaration; precise_ip has two bits, so its name is there twice. */
static const char *const bits[] = { "disabled", "inherit", "pinned", "exclusive", "exclude_user",
	"exclude_kernel", "exclude_hv", "exclude_idle", "mmap", "comm", "freq", "inherit_stat",
	"enable_on_exec", "task", "watermark", "precise_ip", "precise_ip", "mmap_data",
	"sample_id_all", "exclude_host", "exclude_guest", "exclude_callchain_kernel",
	"exclude_callchain_user", "mmap2", "comm_exec", "use_clockid", "context_switch",
	"write_backward", "namespaces", "ksymbol", "bpf_event", "aux_output", "cgroup", "text_poke",
	"build_id", "inherit_thread", "remove_on_exec", "sigtrap", "defer_callchain",
	"defer_output" };
static const struct names names_bits = NAMES(bits);

#define BITS_OFFSET 40 /* offsetof() takes no bit-field */

enum {
	IS_HARDWARE = 1 << 0,
	IS_SOFTWARE = 1 << 1,
	IS_BREAKPOINT = 1 << 2,
	IS_OTHER = 1 << 3,
	NO_BREAKPOINT = 1 << 4,
	PERIOD = 1 << 5,
	FREQ = 1 << 6,
	EVENTS = 1 << 7,
	WATERMARK = 1 << 8,
};

static uint16_t attr_variant(const void *attr, size_t size)
{
	const struct perf_event_attr *a = attr;

	if (size < PERF_ATTR_SIZE_VER0)
		return 0;
	return (a->freq ? FREQ : PERIOD) | (a->watermark ? WATERMARK : EVENTS) |
	       (a->type == PERF_TYPE_BREAKPOINT ? IS_BREAKPOINT : NO_BREAKPOINT) |
	       (a->type == PERF_TYPE_HARDWARE          ? IS_HARDWARE
		       : a->type == PERF_TYPE_SOFTWARE ? IS_SOFTWARE
						       : IS_OTHER);
}

static const struct field fields[] = {
	{ FIELD(perf_event_attr, type), FIELD_ENUM, .when = WHEN_ALWAYS, .names = &names_type },
	{ FIELD(perf_event_attr, size) },
	{ FIELD(perf_event_attr, config), FIELD_ENUM, IS_HARDWARE, WHEN_ALWAYS,
		.names = &names_hardware },
	{ FIELD(perf_event_attr, config), FIELD_ENUM, IS_SOFTWARE, WHEN_ALWAYS,
		.names = &names_software },
	{ FIELD(perf_event_attr, config), FIELD_NUMBER, IS_OTHER },
	{ FIELD(perf_event_attr, sample_period), FIELD_NUMBER, PERIOD },
	{ FIELD(perf_event_attr, sample_freq), FIELD_NUMBER, FREQ },
	{ FIELD(perf_event_attr, sample_type), FIELD_FLAGS, .names = &names_sample },
	{ FIELD(perf_event_attr, read_format), FIELD_FLAGS, .names = &names_format },
	{ "bits", BITS_OFFSET, 8, FIELD_BITS, .names = &names_bits },
	{ FIELD(perf_event_attr, wakeup_events), FIELD_NUMBER, EVENTS },
	{ FIELD(perf_event_attr, wakeup_watermark), FIELD_NUMBER, WATERMARK },
	{ FIELD(perf_event_attr, bp_type), FIELD_NUMBER, IS_BREAKPOINT },
	{ FIELD(perf_event_attr, bp_addr), FIELD_HEX, IS_BREAKPOINT },
	{ FIELD(perf_event_attr, config1), FIELD_HEX, NO_BREAKPOINT },
	{ FIELD(perf_event_attr, bp_len), FIELD_NUMBER, IS_BREAKPOINT },
	{ FIELD(perf_event_attr, config2), FIELD_HEX, NO_BREAKPOINT },
	{ FIELD(perf_event_attr, branch_sample_type), FIELD_HEX },
	{ FIELD(perf_event_attr, sample_regs_user), FIELD_HEX },
	{ FIELD(perf_event_attr, sample_stack_user) },
	{ FIELD(perf_event_attr, clockid), FIELD_SIGNED },
	{ FIELD(perf_event_attr, sample_regs_intr), FIELD_HEX },
	{ FIELD(perf_event_attr, aux_watermark) },
	{ FIELD(perf_event_attr, sample_max_stack) },
	{ FIELD(perf_event_attr, aux_sample_size) },
	{ FIELD(perf_event_attr, aux_action), FIELD_HEX },
	{ FIELD(perf_event_attr, sig_data), FIELD_HEX },
	{ FIELD(perf_event_attr, config3), FIELD_HEX },
	{ FIELD(perf_event_attr, config4), FIELD_HEX },
	{ 0 },
};

const struct shape fields_perf_event_attr = {
	fields,
	sizeof(struct perf_event_attr),
	attr_variant,
};
