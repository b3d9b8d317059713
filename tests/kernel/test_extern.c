/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Externs, loaded and run: a program says what it saw of the kernel's settings, symbols, variables
 * and functions, and that has to be what can be learned in another way. The files that they are
 * looked for in can be other ones for a test.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kernel/kernel.h"
#include "kernel/request.h"
#include "rawbpf.h"
#include "tests/lib/btf_build.h"
#include "tests/lib/mountns.h"

#define EXTERNS BUILD "/tests/progs/externs.bpf.o"

static const char settings[] = "# comment\n"
	"CONFIG_HZ=77\n"
	"CONFIG_HZ=78\n"
	"CONFIG_BPF_SYSCALL=y\n"
	"CONFIG_SYSFS=m\n"
	"CONFIG_VETH=m\n"
	"CONFIG_DEFAULT_HOSTNAME=\"much longer than it is\"\n"
	"CONFIG_ILLEGAL_POINTER_VALUE=0xdead000000000000\n"
	"# CONFIG_NEVER_HEARD_OF is not set\n";

/* A kernel with other files: a path that contains `from` is `to`; NULL is not there. */
static struct redirect {
	struct rawbpf_kernel kernel;
	const char *from[4], *to[4];
} redirect;

static struct rawbpf_diag diag;
static struct rawbpf_object *object;
static struct rawbpf_open_opts opts;

static long ask(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	struct redirect *x = (struct redirect *)k;
	struct call_open *c = r->attr, other;
	struct rawbpf_request moved = *r;
	int i;

	for (i = 0; r->call == CALL_OPEN && i < 4 && x->from[i]; i++) {
		if (!strstr(c->path, x->from[i]))
			continue;
		if (!x->to[i])
			return -ENOENT;
		other = *c;
		other.path = x->to[i];
		moved.attr = &other;
	}
	return rawbpf_kernel()->ask(rawbpf_kernel(), &moved);
}

static void instead(const char *from, const char *to)
{
	int i;

	for (i = 0; redirect.from[i]; i++)
		;
	redirect.from[i] = from;
	redirect.to[i] = to;
}

/* The path of a file with this text; one for each test. */
static const char *file_with(const char *text)
{
	static char path[] = "/tmp/rawbpf-extern-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static void setup(void)
{
	memset(&redirect, 0, sizeof(redirect));
	redirect.kernel.ask = ask;
	opts.kernel = &redirect.kernel;
}

static void teardown(void)
{
	rawbpf_object_close(object);
	rawbpf_diag_free(&diag);
}

static int try_load(const char *prog)
{
	struct rawbpf_prog *p = NULL;

	need_root();
	need_file(EXTERNS);
	mountns_enter();
	assert_ok(rawbpf_object_open(EXTERNS, &opts, &object, &diag));
	while ((p = rawbpf_object_next_prog(object, p)))
		rawbpf_prog_set_autoload(p, !strcmp(rawbpf_prog_name(p), prog));
	return rawbpf_object_load(object, &diag);
}

static uint32_t run(const char *prog)
{
	uint8_t packet[64] = { 0 };
	struct rawbpf_test_run t;
	int err = try_load(prog);

	ck_assert_msg(!err, "%s\n%s", diag.msg, diag.log ? diag.log : "");
	memset(&t, 0, sizeof(t));
	t.data_in = packet;
	t.data_in_size = sizeof(packet);
	assert_ok(rawbpf_test_run(NULL, rawbpf_prog_fd(rawbpf_object_prog(object, prog)), &t, NULL));
	return t.retval;
}

static uint64_t global(const char *name)
{
	uint64_t v64 = 0;
	size_t size;
	void *p = rawbpf_global(object, name, &size);

	ck_assert_ptr_nonnull(p);
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
		memcpy((uint8_t *)&v64 + 8 - size, p, size);
	else
		memcpy(&v64, p, size);
	return v64;
}

/* ---- settings --------------------------------------------------------------------------------- */

START_TEST(each_type_of_setting_has_the_value_that_the_text_says)
{
	opts.kconfig = settings;
	ck_assert_uint_eq(run("settings"), 1);
	ck_assert_uint_eq(global("hz"), 77);
	ck_assert_uint_eq(global("bpf"), 1);
	ck_assert_uint_eq(global("sysfs"), 'm');
	ck_assert_uint_eq(global("veth"), 2);
	ck_assert_uint_eq(global("illegal"), 0xdead000000000000);
	ck_assert_uint_eq(global("never"), 0);
	ck_assert_str_eq(rawbpf_global(object, "hostname", NULL), "much longer tha");
}
END_TEST

static FILE *open_configuration(void)
{
	struct utsname u;
	char path[200];
	FILE *f;

	uname(&u);
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	f = fopen(path, "re");
	return f ? f : popen("zcat /proc/config.gz", "re");
}

/* What stands behind a name and =, of the system's own configuration, as other tools read it. */
static void system_line(const char *setting, char *value, size_t size)
{
	FILE *f = open_configuration();
	char line[300];

	*value = '\0';
	while (fgets(line, sizeof(line), f))
		if (!*value && !strncmp(line, setting, strlen(setting)) && line[strlen(setting)] == '=')
			snprintf(value, size, "%.*s", (int)strcspn(line + strlen(setting) + 1, "\n"),
				line + strlen(setting) + 1);
	fclose(f);
}

START_TEST(settings_are_those_that_the_kernel_was_built_with)
{
	char hz[64], veth[64], hostname[64], quoted[64];
	struct utsname u;
	char path[200];

	uname(&u);
	snprintf(path, sizeof(path), "/boot/config-%s", u.release);
	if (access(path, R_OK)) {
		need_file("/proc/config.gz");
		need_command("zcat");
	}
	system_line("CONFIG_HZ", hz, sizeof(hz));
	system_line("CONFIG_VETH", veth, sizeof(veth));
	system_line("CONFIG_DEFAULT_HOSTNAME", hostname, sizeof(hostname));
	ck_assert_uint_eq(run("settings"), 1);
	ck_assert_uint_eq(global("hz"), strtoul(hz, NULL, 10));
	ck_assert_uint_eq(global("veth"), *veth == 'y' ? 1 : *veth == 'm' ? 2 : 0);
	snprintf(quoted, sizeof(quoted), "\"%s\"",
		(char *)rawbpf_global(object, "hostname", NULL));
	ck_assert_str_eq(quoted, *hostname ? hostname : "\"\"");
}
END_TEST

START_TEST(a_file_is_read_after_the_text_and_before_the_system_s)
{
	opts.kconfig = "CONFIG_VETH=y\n# CONFIG_SYSFS is not set\n";
	opts.kconfig_file = file_with(settings);
	ck_assert_uint_eq(run("settings"), 1);
	unlink(opts.kconfig_file);
	ck_assert_uint_eq(global("hz"), 77);
	ck_assert_uint_eq(global("veth"), 1);
	ck_assert_uint_eq(global("sysfs"), 0);
}
END_TEST

START_TEST(a_file_that_is_missing_is_an_error)
{
	opts.kconfig_file = "/nonexistent/config";
	assert_err(try_load("settings"), -ENOENT);
	ck_assert_str_eq(diag.msg, "/nonexistent/config: the kernel's configuration: No such file or "
		"directory");
}
END_TEST

START_TEST(the_version_is_that_of_the_kernel_s_source)
{
	unsigned int a = 0, b = 0, c = 0;
	const char *debian;
	struct utsname u;

	if (!access("/proc/version_signature", R_OK))
		skip("Ubuntu's kernels have it elsewhere");
	uname(&u);
	debian = strstr(u.version, "Debian ");
	sscanf(debian ? debian + 7 : u.release, "%u.%u.%u", &a, &b, &c);
	opts.kconfig = settings;
	run("settings");
	ck_assert_uint_eq(global("version"), a << 16 | b << 8 | (c > 255 ? 255 : c));
}
END_TEST

START_TEST(system_calls_have_wrappers_where_the_machine_s_have)
{
	struct utsname u;

	uname(&u);
	need_file("/proc/kallsyms");
	opts.kconfig = settings;
	run("settings");
	ck_assert_uint_eq(global("wrapper"), !strcmp(u.machine, "x86_64") ||
		!strcmp(u.machine, "aarch64") || !strcmp(u.machine, "s390x") ||
		(!strcmp(u.machine, "riscv64") && kernel_is(6, 6)));
}
END_TEST

START_TEST(kprobes_have_cookies_since_5_15)
{
	need_config("CONFIG_BPF_EVENTS");
	opts.kconfig = settings;
	run("cookies");
	ck_assert_uint_eq(global("cookie"), kernel_is(5, 15));
}
END_TEST

/* Gives a token, and of all else notes only which token a kprobe is loaded with. */
static struct tokened {
	struct rawbpf_kernel kernel;
	int token, seen;
} tokened = { .seen = -1 };

static long ask_tokened(struct rawbpf_kernel *k, struct rawbpf_request *r)
{
	const struct bpf_attr_prog_load *a = r->attr;
	struct tokened *x = (struct tokened *)k;

	if (r->call != CALL_BPF)
		return rawbpf_kernel()->ask(rawbpf_kernel(), r);
	if (r->command == BPF_TOKEN_CREATE)
		return x->token = dup(2);
	if (r->command == BPF_PROG_LOAD && a->prog_type == BPF_PROG_TYPE_KPROBE)
		x->seen = a->prog_flags & BPF_F_TOKEN_FD ? a->prog_token_fd : 0;
	return -EPERM;
}

START_TEST(whether_kprobes_have_cookies_is_asked_with_the_token)
{
	tokened.kernel.ask = ask_tokened;
	opts.kernel = &tokened.kernel;
	opts.token_path = "/";
	opts.kconfig = settings;
	assert_err(try_load("cookies"), -EPERM);
	ck_assert_int_gt(tokened.token, 0);
	ck_assert_int_eq(tokened.seen, tokened.token);
}
END_TEST

START_TEST(a_setting_that_is_not_set_stops_the_programs_that_use_it)
{
	instead("/boot/config-", file_with("CONFIG_BPF_SYSCALL=y\n"));
	assert_err(try_load("said_nowhere"), -ESRCH);
	unlink(redirect.to[0]);
	ck_assert_msg(strstr(diag.msg, "extern CONFIG_SAID_NOWHERE: it is not set in /boot/config-"),
		"%s", diag.msg);
	ck_assert_ptr_nonnull(strstr(diag.msg, "; declared __weak it may be missing"));
}
END_TEST

START_TEST(a_setting_that_is_not_set_is_nothing_to_the_others)
{
	instead("/boot/config-", file_with("CONFIG_BPF_SYSCALL=y\n"));
	ck_assert_uint_eq(run("settings"), 1);
	unlink(redirect.to[0]);
	ck_assert_uint_eq(global("bpf"), 1);
	ck_assert_uint_eq(global("hz"), 0);
}
END_TEST

START_TEST(without_any_configuration_a_program_is_told_what_to_do)
{
	instead("/boot/config-", NULL);
	instead("/proc/config.gz", NULL);
	assert_err(try_load("settings"), -ENOENT);
	ck_assert_msg(strstr(diag.msg, "how this kernel was built is not known") &&
		strstr(diag.msg, "give it by --kconfig FILE"), "%s", diag.msg);
}
END_TEST

START_TEST(a_setting_that_does_not_fit_its_type_is_named)
{
	opts.kconfig = "CONFIG_HZ=99999999999\n";
	assert_err(try_load("settings"), -ERANGE);
	ck_assert_msg(strstr(diag.msg, "extern CONFIG_HZ: the text given has CONFIG_HZ=99999999999, "
		"but it is declared as an integer"), "%s", diag.msg);
}
END_TEST

START_TEST(the_verifier_drops_what_a_setting_rules_out)
{
	opts.kconfig = settings;
	ck_assert_uint_eq(run("never_taken"), 1);
}
END_TEST

START_TEST(the_map_of_settings_is_frozen_and_named_after_the_object)
{
	struct rawbpf_map *m;
	char value[64];
	uint32_t zero = 0;

	opts.kconfig = settings;
	run("settings");
	m = rawbpf_object_map(object, "externs.kconfig");
	ck_assert_ptr_nonnull(m);
	assert_ok(rawbpf_map_lookup(NULL, rawbpf_map_fd(m), &zero, value));
	assert_err(rawbpf_map_update(NULL, rawbpf_map_fd(m), &zero, value, 0), -EPERM);
	ck_assert_uint_eq(*(uint32_t *)rawbpf_global(object, "CONFIG_HZ", NULL), 77);
}
END_TEST

/* ---- symbols ---------------------------------------------------------------------------------- */

static uint64_t address_of(const char *name)
{
	FILE *f = fopen("/proc/kallsyms", "re");
	unsigned long long address = 0, at;
	char line[512], symbol[256];

	while (f && !address && fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx %*c %255s", &at, symbol) == 2 && !strcmp(symbol, name))
			address = at;
	if (f)
		fclose(f);
	return address;
}

START_TEST(a_symbol_s_address_is_that_of_kallsyms)
{
	need_symbol("_stext");
	opts.kconfig = settings;
	ck_assert_uint_eq(run("symbols"), 1);
	ck_assert_uint_ne(global("stext"), 0);
	ck_assert_uint_eq(global("stext"), address_of("_stext"));
	ck_assert_uint_eq(global("missing"), 0);
}
END_TEST

static const struct {
	const char *prog, *kallsyms, *message;
	int err;
} symbols[] = {
	{ "needed_symbol", "00000010 T _stext\n",
		"extern a_symbol_that_is_needed: /proc/kallsyms has no such symbol; declared __weak it "
		"may be missing", -ESRCH },
	{ "symbols", "00000010 T _stext\n00000020 T _stext\n",
		"extern _stext: /proc/kallsyms has several symbols of this name", -EINVAL },
	{ "symbols", "00000000 T _stext\n",
		"extern _stext: /proc/kallsyms hides addresses from this process: it needs CAP_SYSLOG",
		-EPERM },
};

START_TEST(a_symbol_without_a_certain_address_is_refused)
{
	opts.kconfig = settings;
	instead("/proc/kallsyms", file_with(symbols[_i].kallsyms));
	assert_err(try_load(symbols[_i].prog), symbols[_i].err);
	unlink(redirect.to[0]);
	ck_assert_msg(strstr(diag.msg, symbols[_i].message), "%s", diag.msg);
}
END_TEST

/* ---- variables -------------------------------------------------------------------------------- */

START_TEST(a_per_cpu_variable_of_the_kernel_is_read)
{
	need_btf();
	need_kernel(5, 16); /* older ones are built with tools that leave variables out */
	need_symbol("runqueues");
	opts.kconfig = settings;
	ck_assert_uint_eq(run("variables"), 7);
}
END_TEST

/* Also where the kernel does not show its types at all. */
START_TEST(what_is_weak_may_be_missing)
{
	opts.kconfig = settings;
	if (_i / 2)
		instead("vmlinux", NULL);
	ck_assert_uint_eq(run(_i % 2 ? "weak_variable" : "weak_function"), 1);
}
END_TEST

START_TEST(symbols_and_settings_need_no_types_of_the_kernel)
{
	need_symbol("_stext");
	instead("vmlinux", NULL);
	opts.kconfig = settings;
	run("symbols");
	ck_assert_uint_eq(global("stext"), address_of("_stext"));
}
END_TEST

/* ---- functions -------------------------------------------------------------------------------- */

static void need_calls(void)
{
	struct utsname u;

	uname(&u);
	need_64_bits("calls no kernel functions");
	if (strcmp(u.machine, "x86_64") && strcmp(u.machine, "aarch64"))
		need_kernel(6, 12);
	need_jit();
	need_btf();
}

START_TEST(a_function_of_the_kernel_is_called_where_it_has_it)
{
	need_calls();
	opts.kconfig = settings;
	ck_assert_uint_eq(run(_i ? "flavors" : "functions"), kernel_is(6, 2) ? 64 : 0);
}
END_TEST

START_TEST(a_weak_function_that_is_called_all_the_same_is_named)
{
	opts.kconfig = settings;
	ck_assert_int_lt(try_load("reckless"), 0);
	ck_assert_msg(strstr(diag.msg, "the kernel function a_function_that_is_missing is called, but "
		"it is missing"), "%s", diag.msg);
	ck_assert_ptr_nonnull(strstr(diag.msg, "bpf_ksym_exists(a_function_that_is_missing)"));
}
END_TEST

START_TEST(a_function_that_is_needed_and_missing_is_named)
{
	need_btf();
	opts.kconfig = settings;
	assert_err(try_load("needed_function"), -ESRCH);
	ck_assert_msg(strstr(diag.msg, "extern a_function_that_is_needed: neither the kernel nor a "
		"loaded module has such a function"), "%s", diag.msg);
}
END_TEST

START_TEST(a_function_whose_name_only_begins_like_it_is_another_one)
{
	char path[] = "/tmp/rawbpf-extern-XXXXXX";
	struct btf_build b;
	const void *bytes;
	uint32_t proto;
	size_t size;
	int fd;

	btf_build_init(&b, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	proto = btf_build_type(&b, "", BTF_KIND_FUNC_PROTO, false, 0,
		btf_build_int(&b, "int", 4, BTF_INT_SIGNED));
	btf_build_ref(&b, "a_function_that_is_needed___other", BTF_KIND_FUNC, proto);
	bytes = btf_build_done(&b, &size);
	fd = mkstemp(path);
	ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
	close(fd);
	btf_build_free(&b);
	instead("vmlinux", path);
	assert_err(try_load("needed_function"), -ESRCH);
	unlink(path);
	ck_assert_msg(strstr(diag.msg, "neither the kernel nor a loaded module") != NULL, "%s",
		diag.msg);
}
END_TEST

/* -2: there is no such connection */
START_TEST(a_function_of_a_module_is_called)
{
	need_calls();
	need_kernel(5, 18);
	need_symbol("bpf_skb_ct_lookup");
	opts.kconfig = settings;
	ck_assert_uint_eq(run("module_function"), 1);
	ck_assert_int_eq((int32_t)global("ct_error"), -ENOENT);
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("extern");
	TCase *t = tcase_create("kernel");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, each_type_of_setting_has_the_value_that_the_text_says);
	tcase_add_test(t, settings_are_those_that_the_kernel_was_built_with);
	tcase_add_test(t, a_file_is_read_after_the_text_and_before_the_system_s);
	tcase_add_test(t, a_file_that_is_missing_is_an_error);
	tcase_add_test(t, the_version_is_that_of_the_kernel_s_source);
	tcase_add_test(t, system_calls_have_wrappers_where_the_machine_s_have);
	tcase_add_test(t, kprobes_have_cookies_since_5_15);
	tcase_add_test(t, whether_kprobes_have_cookies_is_asked_with_the_token);
	tcase_add_test(t, a_setting_that_is_not_set_stops_the_programs_that_use_it);
	tcase_add_test(t, a_setting_that_is_not_set_is_nothing_to_the_others);
	tcase_add_test(t, without_any_configuration_a_program_is_told_what_to_do);
	tcase_add_test(t, a_setting_that_does_not_fit_its_type_is_named);
	tcase_add_test(t, the_verifier_drops_what_a_setting_rules_out);
	tcase_add_test(t, the_map_of_settings_is_frozen_and_named_after_the_object);
	tcase_add_test(t, a_symbol_s_address_is_that_of_kallsyms);
	tcase_add_loop_test(t, a_symbol_without_a_certain_address_is_refused, 0,
		sizeof(symbols) / sizeof(*symbols));
	tcase_add_test(t, a_per_cpu_variable_of_the_kernel_is_read);
	tcase_add_loop_test(t, what_is_weak_may_be_missing, 0, 4);
	tcase_add_test(t, symbols_and_settings_need_no_types_of_the_kernel);
	tcase_add_loop_test(t, a_function_of_the_kernel_is_called_where_it_has_it, 0, 2);
	tcase_add_test(t, a_weak_function_that_is_called_all_the_same_is_named);
	tcase_add_test(t, a_function_that_is_needed_and_missing_is_named);
	tcase_add_test(t, a_function_whose_name_only_begins_like_it_is_another_one);
	tcase_add_test(t, a_function_of_a_module_is_called);
	suite_add_tcase(s, t);
	return s;
}
