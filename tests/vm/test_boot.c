/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Run in a guest whose /init is rawbpf, by the first program that it became: what its manifest
 * (tests/vm/boot_manifest) asks for was there before us, and what failed did no harm. Each test here
 * only looks; nothing is attached by us.
 */
#include "tests/lib/test.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "rawbpf.h"
#include "tests/lib/packet.h"

START_TEST(the_kernels_file_systems_are_mounted)
{
	static const struct {
		const char *path;
		unsigned int magic;
	} mounts[] = {
		{ "/proc", 0x9fa0 },
		{ "/sys", 0x62656572 },
		{ "/dev", 0x1021994 }, /* devtmpfs is a tmpfs */
		{ "/sys/kernel/tracing", 0x74726163 },
		{ "/sys/fs/bpf", 0xcafe4a11 },
		{ "/sys/fs/cgroup", 0x63677270 },
	};
	struct statfs s;
	size_t i;

	for (i = 0; i < sizeof(mounts) / sizeof(*mounts); i++) {
		ck_assert_int_eq(statfs(mounts[i].path, &s), 0);
		ck_assert_msg((unsigned int)s.f_type == mounts[i].magic, "%s: %x", mounts[i].path,
			(unsigned int)s.f_type);
	}
}
END_TEST

/* The line's first variant names an interface that is not there; the second drops UDP on lo. */
START_TEST(the_fallback_of_the_xdp_filter_drops_udp)
{
	int receiver = packet_udp_bind("127.0.0.1", 4000);

	ck_assert_int_eq(packet_udp_send("127.0.0.1", 4000, 3, 20), 3);
	ck_assert_int_eq(packet_count(receiver, 3, 500), 0);
}
END_TEST

START_TEST(the_cgroup_policy_refuses_one_device)
{
	ck_assert_int_eq(open("/dev/zero", O_RDONLY | O_CLOEXEC), -1);
	ck_assert_int_eq(errno, EPERM);
	ck_assert_int_ge(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
}
END_TEST

START_TEST(pins_have_the_owner_and_mode_of_the_manifest)
{
	struct stat s;

	ck_assert_int_eq(stat("/sys/fs/bpf/filter/progs/xdp_count", &s), 0);
	ck_assert_uint_eq(s.st_uid, 12);
	ck_assert_uint_eq(s.st_gid, 34);
	ck_assert_uint_eq(s.st_mode & 07777, 0640);
	ck_assert_int_eq(stat("/sys/fs/bpf/filter/maps", &s), 0);
	ck_assert_uint_eq(s.st_mode & 07777, 0750);
}
END_TEST

static uint64_t calls_of_everybody(int fd)
{
	struct rawbpf_entries *it;
	const void *key, *value;
	uint64_t sum = 0, n;
	uint32_t cpu;

	assert_ok(rawbpf_entries_open(NULL, fd, &it, NULL));
	while (rawbpf_entries_next(it, &key, &value) > 0)
		for (cpu = 0; cpu < rawbpf_entries_cpus(it); cpu++) {
			memcpy(&n, (const char *)value + cpu * rawbpf_entries_stride(it), sizeof(n));
			sum += n;
		}
	rawbpf_entries_close(it);
	return sum;
}

START_TEST(a_pinned_tracepoint_counts_since_before_we_began)
{
	int fd = assert_ok(rawbpf_pin_open(NULL, "/sys/fs/bpf/syscount/maps/syscalls", NULL));
	uint64_t before = calls_of_everybody(fd);
	int i;

	ck_assert_uint_gt(before, 50);
	for (i = 0; i < 1000; i++)
		getppid();
	ck_assert_uint_ge(calls_of_everybody(fd), before + 1000);
}
END_TEST

static bool logged(const char *begin, const char *rest)
{
	char line[2048];
	bool found = false;
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t n;

	ck_assert_int_ge(fd, 0);
	while (!found && (n = read(fd, line, sizeof(line) - 1)) > 0) {
		line[n] = '\0';
		found = strncmp(line, begin, strlen(begin)) == 0 && strstr(line, rest);
	}
	close(fd);
	return found;
}

/* A record of a process begins with its priority and 8 times its facility, 1: user. */
START_TEST(each_line_is_reported_in_the_kernels_log)
{
	ck_assert(logged("11,", ";rawbpf: manifest:4: xdp_count.bpf.o: xdp:nosuch0: no such network"));
	ck_assert(logged("14,", ";rawbpf: manifest:5: xdp_count.bpf.o: xdp_count at xdpgeneric:lo"));
	ck_assert(logged("14,", ";rawbpf: manifest:6: cgroup_device.bpf.o: "));
	ck_assert(logged("14,", ";rawbpf: manifest:7: syscount.bpf.o: "));
	ck_assert(logged("11,", ";rawbpf: manifest:8: missing.bpf.o: "));
	ck_assert(logged("13,", ";rawbpf: manifest:9: not for this kernel"));
}
END_TEST

START_TEST(nothing_is_left_of_what_failed)
{
	ck_assert_int_eq(access("/sys/fs/bpf/first", F_OK), -1);
	ck_assert_int_eq(access("/sys/fs/bpf/missing", F_OK), -1);
	ck_assert_int_eq(access("/sys/fs/bpf/later", F_OK), -1);
}
END_TEST

/* The manifest's own words, and behind them those of the kernel's command line. */
START_TEST(the_first_program_has_its_words)
{
	ck_assert_str_eq(getenv("FIRST_WORDS"), "one two three");
	ck_assert_str_eq(getenv("FIRST_PID"), "1");
}
END_TEST

/* rawbpf raises it for itself; what it becomes has the kernel's own, 64 KiB or 8 MiB. */
START_TEST(the_first_program_has_the_kernels_limit_of_locked_memory)
{
	ck_assert_str_ne(getenv("FIRST_LIMIT"), "unlimited");
}
END_TEST

Suite *test_suite(void)
{
	Suite *s = suite_create("boot");
	TCase *t = tcase_create("after rawbpf init");

	tcase_add_test(t, the_kernels_file_systems_are_mounted);
	tcase_add_test(t, the_fallback_of_the_xdp_filter_drops_udp);
	tcase_add_test(t, the_cgroup_policy_refuses_one_device);
	tcase_add_test(t, pins_have_the_owner_and_mode_of_the_manifest);
	tcase_add_test(t, a_pinned_tracepoint_counts_since_before_we_began);
	tcase_add_test(t, each_line_is_reported_in_the_kernels_log);
	tcase_add_test(t, nothing_is_left_of_what_failed);
	tcase_add_test(t, the_first_program_has_its_words);
	tcase_add_test(t, the_first_program_has_the_kernels_limit_of_locked_memory);
	suite_add_tcase(s, t);
	return s;
}
