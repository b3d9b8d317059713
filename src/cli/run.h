/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/cli.h"
#include "cli/plan.h"

struct run {
	struct cli *cli;
	struct plan plan;
	char **command; /* behind "--", NULL-terminated, or NULL */
	uint64_t duration_ms, interval_ms; /* 0: without end; none */
	struct rawbpf_events *events;
	struct run_xsk *xsks; /* AF_XDP sockets in the object's XSKMAPs */
	struct pollfd *xsk_polls;
	uint32_t xsk_cnt, xsk_room, xsk_poll_room;
	int trace_fd; /* of trace_pipe, -1 if no program prints */
	int child;    /* pid of the command, 0 none */
};

/* run_args.c: 0 or an exit code */
int run_args(struct run *r);

/* run_child.c: the command that is run meanwhile, and the signals that end a run */
void run_catch_signals(void);
bool run_interrupted(void);
int run_start_child(struct run *r);
bool run_child_ended(struct run *r);
void run_stop_child(struct run *r);

/* run_xsk.c: packets that programs redirect to user space, counted. 0 or an exit code */
int run_xsk_open(struct run *r);
void run_xsk_wait(struct run *r, int timeout_ms);
void run_xsk_drain(struct run *r);
void run_xsk_show(struct run *r);
void run_xsk_close(struct run *r);

/* run_show.c: what a run prints */
/* JSON: an object of this "type", and its end with that of the line */
void run_show_begin(struct run *r, const char *type);
void run_show_line_end(struct run *r);
void run_show_attached(struct run *r, const struct rawbpf_link *l);
int run_show_record(struct run *r, const struct rawbpf_record *rec);
void run_show_printk(struct run *r);
/* all maps with elements, and all global variables that programs may write */
int run_show_state(struct run *r);
void run_show_end(struct run *r);

#endif
