/* SPDX-License-Identifier: BSD-2-Clause */
/* What explain says about each kind of request that succeeds, as text. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/if_xdp.h>
#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "tests/unit/explain_fake.h"

START_TEST(a_map_is_created)
{
	fake.result = 4;
	map_create();
	assert_line("BPF_MAP_CREATE {map_type=BPF_MAP_TYPE_HASH, key_size=4, value_size=16, "
		    "max_entries=256, map_flags=BPF_F_NO_PREALLOC|BPF_F_RDONLY_PROG, "
		    "map_name=\"protocols\", btf_fd=3} = 4");
	ck_assert_int_eq(lines, 1);
}
END_TEST

START_TEST(a_program_is_loaded)
{
	fake.result = 5;
	prog_load(0, NULL);
	assert_line("BPF_PROG_LOAD {prog_type=BPF_PROG_TYPE_CGROUP_SKB, insn_cnt=3, "
		    "insns=<3 instructions>, license=\"GPL\", prog_name=\"count\", "
		    "expected_attach_type=BPF_CGROUP_INET_EGRESS} = 5");
}
END_TEST

START_TEST(an_element_is_shown_in_as_many_bytes_as_the_map_has)
{
	unsigned char key[] = { 6, 0, 0, 0 }, value[] = { 1, 2, 3, 4, 5, 6, 7, 0xff };

	fake.key_size = 4;
	fake.value_size = 8;
	kernel_map_update(&x.kernel, 4, key, value, BPF_NOEXIST);
	assert_line("BPF_MAP_UPDATE_ELEM {map_fd=4, key=[06 00 00 00], "
		    "value=[01 02 03 04 05 06 07 ff], flags=BPF_NOEXIST} = 0");
}
END_TEST

START_TEST(a_large_value_is_cut)
{
	unsigned char key[1] = { 0 }, value[100];

	memset(value, 0xaa, sizeof(value));
	fake.key_size = 1;
	fake.value_size = sizeof(value);
	kernel_map_update(&x.kernel, 4, key, value, 0);
	assert_part("key=[00], value=[aa aa ");
	assert_part(" aa ...]} = 0");
	ck_assert_uint_lt(strlen(line), 180);
}
END_TEST

START_TEST(an_element_of_a_map_that_tells_no_sizes_is_an_address)
{
	char want[160];
	int key = 1;

	fake.result = -ENOENT;
	kernel_map_delete(&x.kernel, 4, &key);
	snprintf(want, sizeof(want),
		"BPF_MAP_DELETE_ELEM {map_fd=4, key=%p} = -ENOENT (%s): there is no such "
		"element or object, or that was the last",
		(void *)&key, strerror(ENOENT));
	assert_line(want);
}
END_TEST

START_TEST(a_value_is_not_read_when_the_lookup_failed)
{
	unsigned char key[] = { 1, 0, 0, 0 };

	fake.key_size = 4;
	fake.value_size = 8;
	fake.result = -ENOENT;
	kernel_map_lookup(&x.kernel, 4, key, (void *)8);
	assert_part("{map_fd=4, key=[01 00 00 00]} = -ENOENT");
}
END_TEST

static void answer_id(struct rawbpf_request *r)
{
	((struct bpf_attr_get_id *)r->attr)->next_id = 17;
}

START_TEST(what_the_kernel_wrote_is_shown)
{
	uint32_t next;

	fake.act = answer_id;
	kernel_next_id(&x.kernel, BPF_PROG_GET_NEXT_ID, 0, &next);
	assert_line("BPF_PROG_GET_NEXT_ID {start_id=0, next_id=17} = 0");
	ck_assert_uint_eq(next, 17);
}
END_TEST

START_TEST(an_id_is_named_by_what_it_is_of)
{
	fake.result = 6;
	kernel_fd_by_id(&x.kernel, BPF_LINK_GET_FD_BY_ID, 9);
	assert_line("BPF_LINK_GET_FD_BY_ID {link_id=9} = 6");
}
END_TEST

static void answer_test_run(struct rawbpf_request *r)
{
	struct bpf_attr_test_run *a = r->attr;

	a->data_size_out = 2;
	memcpy((void *)(uintptr_t)a->data_out, "\x01\x02", 2);
}

START_TEST(a_test_run_shows_what_went_in_and_came_out)
{
	unsigned char in[] = { 0x45, 0, 0, 20 }, out[16];
	struct bpf_attr_test_run a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = 5;
	a.data_in = kernel_ptr(in);
	a.data_size_in = sizeof(in);
	a.data_out = kernel_ptr(out);
	a.data_size_out = sizeof(out);
	fake.act = answer_test_run;
	kernel_prog_test_run(&x.kernel, &a);
	assert_line("BPF_PROG_TEST_RUN {prog_fd=5, retval=0, data_size_in=4, data_size_out=2, "
		    "data_in=[45 00 00 14], data_out=[01 02]} = 0");
}
END_TEST

START_TEST(a_link_to_a_device_has_an_ifindex)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = 5;
	a.target_ifindex = 2;
	a.attach_type = BPF_TCX_INGRESS;
	a.flags = BPF_F_BEFORE | BPF_F_ID;
	a.tcx.relative_id = 33;
	a.tcx.expected_revision = 7;
	fake.result = 6;
	kernel_link_create(&x.kernel, &a);
	assert_line(
		"BPF_LINK_CREATE {prog_fd=5, target_ifindex=2, attach_type=BPF_TCX_INGRESS, "
		"flags=BPF_F_BEFORE|BPF_F_ID, tcx.relative_id=33, tcx.expected_revision=7} = 6");
}
END_TEST

START_TEST(a_link_to_functions_has_their_names)
{
	const char *syms[] = { "vfs_read", "vfs_write" };
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = 5;
	a.attach_type = BPF_TRACE_KPROBE_MULTI;
	a.kprobe_multi.flags = BPF_F_KPROBE_MULTI_RETURN;
	a.kprobe_multi.cnt = 2;
	a.kprobe_multi.syms = kernel_ptr(syms);
	fake.result = 6;
	kernel_link_create(&x.kernel, &a);
	assert_line("BPF_LINK_CREATE {prog_fd=5, attach_type=BPF_TRACE_KPROBE_MULTI, "
		    "kprobe_multi.flags=BPF_F_KPROBE_MULTI_RETURN, kprobe_multi.cnt=2, "
		    "kprobe_multi.syms=[\"vfs_read\", \"vfs_write\"]} = 6");
}
END_TEST

START_TEST(ingress_of_a_cgroup_is_told_from_replacing_a_function)
{
	struct bpf_attr_link_create a;

	memset(&a, 0, sizeof(a));
	a.prog_fd = 5;
	a.target_fd = 8;
	a.target_btf_id = 12;
	kernel_link_create(&x.kernel, &a);
	assert_part("target_btf_id=12");
	a.flags = BPF_F_AFTER;
	kernel_link_create(&x.kernel, &a);
	assert_part("cgroup.relative_fd=12");
}
END_TEST

START_TEST(a_pin_has_its_path)
{
	kernel_obj_pin(&x.kernel, 4, "/sys/fs/bpf/a \"b\"\n");
	assert_line("BPF_OBJ_PIN {pathname=\"/sys/fs/bpf/a \\\"b\\\"\\n\", bpf_fd=4} = 0");
}
END_TEST

START_TEST(a_perf_event_shows_its_attributes)
{
	struct perf_event_attr a;

	memset(&a, 0, sizeof(a));
	a.type = PERF_TYPE_SOFTWARE;
	a.size = sizeof(a);
	a.config = PERF_COUNT_SW_BPF_OUTPUT;
	a.sample_type = PERF_SAMPLE_RAW;
	a.sample_period = 1;
	a.disabled = 1;
	a.precise_ip = 2;
	a.wakeup_events = 1;
	fake.result = 9;
	kernel_perf_event_open(&x.kernel, &a, -1, 0);
	assert_line("perf_event_open {attr={type=PERF_TYPE_SOFTWARE, size=144, "
		    "config=PERF_COUNT_SW_BPF_OUTPUT, sample_period=1, "
		    "sample_type=PERF_SAMPLE_RAW, disabled=1, precise_ip=2, wakeup_events=1}, "
		    "pid=-1, cpu=0, group_fd=-1, flags=PERF_FLAG_FD_CLOEXEC} = 9");
}
END_TEST

START_TEST(an_ioctl_shows_what_its_argument_is)
{
	kernel_perf_set_bpf(&x.kernel, 9, 5);
	assert_line("ioctl {fd=9, request=PERF_EVENT_IOC_SET_BPF, arg=5} = 0");
	kernel_perf_enable(&x.kernel, 9);
	assert_line("ioctl {fd=9, request=PERF_EVENT_IOC_ENABLE} = 0");
}
END_TEST

START_TEST(a_filter_on_a_socket_is_shown)
{
	struct sock_filter insns[2] = { { 0 } };
	struct sock_fprog prog = { 2, insns };
	int fd = 5;

	kernel_setsockopt(&x.kernel, 3, SOL_SOCKET, SO_ATTACH_BPF, &fd, sizeof(fd));
	assert_line("setsockopt {fd=3, level=SOL_SOCKET, name=SO_ATTACH_BPF, value=5, size=4} = 0");
	kernel_setsockopt(&x.kernel, 3, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
	assert_part("name=SO_ATTACH_FILTER, value={len=2, filter=<2 instructions>}");
}
END_TEST

START_TEST(a_program_for_a_group_of_sockets_is_shown)
{
	struct sock_filter insns[2] = { { 0 } };
	struct sock_fprog prog = { 2, insns };
	int none = 0;

	kernel_setsockopt(&x.kernel, 3, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &prog, sizeof(prog));
	assert_part("name=SO_ATTACH_REUSEPORT_CBPF, value={len=2, filter=<2 instructions>}");
	kernel_setsockopt(&x.kernel, 3, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, &none, sizeof(none));
	assert_part("name=SO_DETACH_REUSEPORT_BPF, value=0");
}
END_TEST

START_TEST(a_socket_of_another_process_is_asked_for_by_its_number)
{
	uint64_t cookie = 0;
	uint32_t size = sizeof(cookie);

	kernel_getsockopt(&x.kernel, 3, SOL_SOCKET, SO_COOKIE, &cookie, &size);
	assert_part("getsockopt {fd=3, level=SOL_SOCKET, name=SO_COOKIE, value=");
	fake.result = 9;
	kernel_pidfd_open(&x.kernel, 1234);
	assert_line("pidfd_open {pid=1234} = 9");
	kernel_pidfd_getfd(&x.kernel, 9, 0);
	assert_line("pidfd_getfd {pidfd=9, their_fd=0} = 9");
}
END_TEST

START_TEST(the_same_option_number_of_another_level_has_another_name)
{
	int on = 1;

	kernel_setsockopt(&x.kernel, 3, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	assert_part("level=SOL_NETLINK, name=NETLINK_EXT_ACK, value=1");
}
END_TEST

START_TEST(an_xdp_socket_shows_its_memory_its_rings_and_its_queue)
{
	struct xdp_umem_reg reg = { .addr = 0x1000, .len = 4096, .chunk_size = 2048 };
	struct sockaddr_xdp a = { .sxdp_family = AF_XDP, .sxdp_flags = XDP_COPY, .sxdp_ifindex = 3 };
	uint64_t offsets[16] = { 0 };
	uint32_t size = sizeof(offsets), ring = 64;

	kernel_socket(&x.kernel, AF_XDP, SOCK_RAW | SOCK_NONBLOCK, 0);
	assert_line("socket {family=AF_XDP, type=SOCK_RAW|SOCK_NONBLOCK} = 0");
	kernel_setsockopt(&x.kernel, 3, SOL_XDP, XDP_UMEM_REG, &reg,
		offsetof(struct xdp_umem_reg, flags));
	assert_line("setsockopt {fd=3, level=SOL_XDP, name=XDP_UMEM_REG, "
		    "value={addr=0x1000, len=4096, chunk_size=2048}, size=24} = 0");
	kernel_setsockopt(&x.kernel, 3, SOL_XDP, XDP_RX_RING, &ring, sizeof(ring));
	assert_part("name=XDP_RX_RING, value=64");
	kernel_getsockopt(&x.kernel, 3, SOL_XDP, XDP_MMAP_OFFSETS, offsets, &size);
	assert_part("getsockopt {fd=3, level=SOL_XDP, name=XDP_MMAP_OFFSETS, value=");
	kernel_bind(&x.kernel, 3, &a, sizeof(a));
	assert_line("bind {fd=3, addr={sxdp_family=AF_XDP, sxdp_flags=XDP_COPY, sxdp_ifindex=3, "
		    "sxdp_queue_id=0}, size=16} = 0");
	kernel_send(&x.kernel, 3, NULL, 0);
	assert_line("send {fd=3, size=0} = 0");
}
END_TEST

START_TEST(a_packet_socket_is_opened_and_bound)
{
	struct sockaddr_ll a;
	uint16_t all;

	memcpy(&all, "\x00\x03", 2);
	kernel_socket(&x.kernel, AF_PACKET, SOCK_RAW, all);
	assert_line("socket {family=AF_PACKET, type=SOCK_RAW, protocol=ETH_P_ALL} = 0");
	memset(&a, 0, sizeof(a));
	a.sll_family = AF_PACKET;
	a.sll_protocol = all;
	a.sll_ifindex = 1;
	kernel_bind(&x.kernel, 3, &a, sizeof(a));
	assert_line("bind {fd=3, addr={sll_family=AF_PACKET, sll_protocol=ETH_P_ALL, "
		    "sll_ifindex=1}, size=20} = 0");
}
END_TEST

START_TEST(a_netlink_message_is_taken_apart)
{
	fake.result = 52;
	set_link_xdp();
	assert_line(
		"send {fd=5, bytes={nlmsg_type=RTM_SETLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, "
		"nlmsg_seq=1, ifi_index=2, IFLA_XDP={IFLA_XDP_FD=7, "
		"IFLA_XDP_FLAGS=XDP_FLAGS_SKB_MODE}}, size=52} = 52");
}
END_TEST

START_TEST(a_netlink_answer_shows_its_error)
{
	struct {
		struct nlmsghdr h;
		struct nlmsgerr e;
	} answer;

	memset(&answer, 0, sizeof(answer));
	answer.h.nlmsg_len = sizeof(answer);
	answer.h.nlmsg_type = NLMSG_ERROR;
	answer.h.nlmsg_flags = NLM_F_CAPPED;
	answer.e.error = -EINVAL;
	fake.result = sizeof(answer);
	kernel_read(&x.kernel, 5, &answer, 4096);
	assert_line("read {fd=5, bytes={nlmsg_type=NLMSG_ERROR, nlmsg_flags=NLM_F_CAPPED, "
		    "error=-22}, size=4096} = 36");
}
END_TEST

START_TEST(a_netlink_attribute_longer_than_the_message_is_left_out)
{
	_Alignas(4) unsigned char bytes[36];
	struct nlmsghdr h = { .nlmsg_len = sizeof(bytes), .nlmsg_type = RTM_SETLINK };
	struct nlattr a = { .nla_len = 5, .nla_type = IFLA_IFNAME };

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, &h, sizeof(h));
	memcpy(bytes + 32, &a, sizeof(a));
	kernel_send(&x.kernel, 5, bytes, sizeof(bytes));
	assert_line("send {fd=5, bytes={nlmsg_type=RTM_SETLINK}, size=36} = 0");
}
END_TEST

START_TEST(files_are_lines_too)
{
	char text[64] = "317\n";
	void *at;

	fake.result = 4;
	kernel_open(&x.kernel, "/proc/self/x", O_RDONLY);
	assert_line("open {path=\"/proc/self/x\", flags=O_RDONLY} = 4");
	kernel_read(&x.kernel, 4, text, sizeof(text));
	assert_line("read {fd=4, bytes=\"317\\n\", size=64} = 4");
	kernel_close(&x.kernel, 4);
	assert_line("close {fd=4} = 4");
	fake.result = -EPERM;
	kernel_mmap(&x.kernel, 4, 4096, PROT_READ | PROT_WRITE, 8192, &at);
	ck_assert_ptr_eq(strstr(line, "mmap {size=4096, prot=PROT_READ|PROT_WRITE, flags=MAP_SHARED, fd=4, "
				      "offset=0x2000} = -EPERM"),
		line);
}
END_TEST

static TCase *text_case(void)
{
	TCase *t = tcase_create("text");

	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t, a_map_is_created);
	tcase_add_test(t, a_program_is_loaded);
	tcase_add_test(t, an_element_is_shown_in_as_many_bytes_as_the_map_has);
	tcase_add_test(t, a_large_value_is_cut);
	tcase_add_test(t, an_element_of_a_map_that_tells_no_sizes_is_an_address);
	tcase_add_test(t, a_value_is_not_read_when_the_lookup_failed);
	tcase_add_test(t, what_the_kernel_wrote_is_shown);
	tcase_add_test(t, an_id_is_named_by_what_it_is_of);
	tcase_add_test(t, a_test_run_shows_what_went_in_and_came_out);
	tcase_add_test(t, a_link_to_a_device_has_an_ifindex);
	tcase_add_test(t, a_link_to_functions_has_their_names);
	tcase_add_test(t, ingress_of_a_cgroup_is_told_from_replacing_a_function);
	tcase_add_test(t, a_pin_has_its_path);
	tcase_add_test(t, a_perf_event_shows_its_attributes);
	tcase_add_test(t, an_ioctl_shows_what_its_argument_is);
	tcase_add_test(t, a_filter_on_a_socket_is_shown);
	tcase_add_test(t, a_program_for_a_group_of_sockets_is_shown);
	tcase_add_test(t, a_socket_of_another_process_is_asked_for_by_its_number);
	tcase_add_test(t, the_same_option_number_of_another_level_has_another_name);
	tcase_add_test(t, an_xdp_socket_shows_its_memory_its_rings_and_its_queue);
	tcase_add_test(t, a_packet_socket_is_opened_and_bound);
	tcase_add_test(t, a_netlink_message_is_taken_apart);
	tcase_add_test(t, a_netlink_answer_shows_its_error);
	tcase_add_test(t, a_netlink_attribute_longer_than_the_message_is_left_out);
	tcase_add_test(t, files_are_lines_too);
	return t;
}

Suite *test_suite(void)
{
	Suite *s = suite_create("explain");

	suite_add_tcase(s, text_case());
	return s;
}
