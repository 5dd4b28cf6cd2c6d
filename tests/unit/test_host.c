// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_host - kept answers, what sticks, facts, derived answers
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "tests/unit/unit.h"

/* A source that counts how often it is asked. */
struct counting {
	struct igd_source source;
	struct igd_source *behind;
	unsigned count;
};

static void count_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	struct counting *counting = (struct counting *)source;

	counting->count++;
	igd_source_answer(counting->behind, question, ret);
}

static int count_open(struct igd_source *source, const char *path)
{
	(void)source;
	(void)path;
	return -ENOTSUP;
}

static void count_free(struct igd_source *source)
{
	igd_source_free(((struct counting *)source)->behind);
	free(source);
}

static const struct igd_source_ops counting_ops = { count_answer, count_open, count_free };

static struct igd_host *host_of(const char *text)
{
	struct counting *counting = igd_zalloc(sizeof(*counting));
	struct igd_error error = { 0 };

	counting->source.ops = &counting_ops;
	counting->behind = igd_source_tree_text(text, strlen(text), "test", &error);
	if (!counting->behind)
		fail_msg("%s", error.message);
	return igd_host_new(&counting->source);
}

static unsigned asked(const struct igd_host *host)
{
	return ((struct counting *)igd_host_source(host))->count;
}

#define COMPLETE "igd-doctor.tree/1\n"
#define RECORDED "igd-doctor.tree/1 recorded\n"
#define NODES                                                                                        \
	"f /file  one \\ntwo\nd /dir\nf /dir/a 1\nf /dir/b 2\nl /link ../target\ne /secret EACCES\n" \
	"c /dev/x\n"

static void answers_are_kept(void **state)
{
	struct igd_host *host = host_of(COMPLETE NODES);
	size_t count, i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_string_equal(igd_host_text(host, "/file"), " one \ntwo");
		assert_string_equal(igd_host_line(host, "/file"), "one");
		assert_int_equal(igd_host_bytes(host, "/file", 9)->size, 9);
		assert_null(igd_host_text(host, "/none"));
		assert_null(igd_host_text(host, "/secret"));
	}
	assert_int_equal(asked(host), 3);
	assert_true(igd_host_has(host, "/file"));
	assert_false(igd_host_has(host, "/none"));
	assert_string_equal(igd_host_link(host, "/link"), "../target");
	assert_null(igd_host_link(host, "/file"));
	assert_null(igd_host_link(host, "/none"));
	assert_string_equal(igd_host_list(host, "/dir")[1], "b");
	assert_null(igd_host_list(host, "/dir")[2]);
	assert_null(igd_host_list(host, "/none"));
	assert_int_equal(igd_host_access(host, "/dev/x"), 0);
	assert_int_equal(igd_host_access(host, "/dev/y"), ENOENT);
	assert_false(igd_host_is_live(host));
	assert_string_equal(igd_host_kept(host, &count)[0]->question.path, "/file");
	assert_int_equal(count, asked(host));
	for (i = 0; i < 1000; i++)
		igd_host_has(host, igd_host_print(host, "/many/%zu", i));
	assert_int_equal(asked(host), count + 1000);
	for (i = 0; i < 1000; i++)
		igd_host_has(host, igd_host_print(host, "/many/%zu", i));
	assert_int_equal(asked(host), count + 1000);
	igd_host_free(host);
}

static void a_larger_limit_asks_again(void **state)
{
	struct igd_host *host = host_of(COMPLETE NODES);

	(void)state;
	assert_null(igd_host_bytes(host, "/file", 4));
	assert_int_equal(igd_host_error(host, "/file"), EFBIG);
	assert_null(igd_host_bytes(host, "/file", 8));
	assert_null(igd_host_bytes(host, "/file", 3));
	assert_int_equal(asked(host), 2);
	assert_int_equal(igd_host_bytes(host, "/file", 100)->size, 9);
	assert_int_equal(asked(host), 3);
	assert_null(igd_host_bytes(host, "/file", 4)); /* also when it is known */
	assert_int_equal(asked(host), 3);
	igd_host_free(host);
}

static void errors_stick_and_are_forgiven(void **state)
{
	struct igd_host *host = host_of(RECORDED NODES);
	struct igd_trace trace;

	(void)state;
	igd_host_begin(host);
	igd_host_text(host, "/secret");
	igd_host_text(host, "/unknown");
	igd_host_stick(host, "/file", EBADMSG);
	assert_int_equal(igd_host_access(host, "/secret"), EACCES);
	assert_int_equal(igd_host_error(host, "/secret"), EACCES);
	assert_int_equal(igd_host_error(host, "/file"), EBADMSG);
	assert_int_equal(igd_host_error(host, "/dir"), 0);
	igd_host_forgive(host, "/secret");
	igd_host_forgive(host, "/never-asked");
	trace = igd_host_end(host);
	assert_int_equal(trace.stuck_count, 3);
	assert_string_equal(igd_trace_first(&trace)->path, "/unknown");
	assert_int_equal(igd_trace_first(&trace)->error, ENODATA);
	igd_trace_done(&trace);

	igd_host_begin(host); /* a new check starts clean, and an old answer sticks anew */
	assert_int_equal(igd_host_error(host, "/secret"), 0);
	igd_host_text(host, "/secret");
	igd_host_forgive(host, "/secret");
	igd_host_text(host, "/secret");
	trace = igd_host_end(host);
	assert_int_equal(igd_trace_first(&trace)->error, EACCES);
	igd_trace_done(&trace);
	igd_host_free(host);
}

static void errors_are_injected(void **state)
{
	struct igd_host *host = host_of(COMPLETE NODES);

	(void)state;
	igd_host_inject(host, "/file", EIO);
	assert_null(igd_host_text(host, "/file"));
	assert_false(igd_host_has(host, "/file"));
	assert_int_equal(igd_host_error(host, "/file"), EIO);
	igd_host_free(host);
}

static void read_inner(struct igd_host *host, void *ret)
{
	*(int *)ret += 1;
	igd_host_line(host, "/dir/a");
	igd_host_text(host, "/secret");
}

static const struct igd_fact inner = { "inner", sizeof(int), read_inner, NULL };

struct outer {
	const int *inner;
	char *text;
};

static void read_outer(struct igd_host *host, void *ret)
{
	struct outer *outer = ret;

	outer->inner = igd_host_fact(host, &inner);
	outer->text = igd_strdup("owned");
	igd_host_line(host, "/dir/b");
	igd_host_stick(host, "/alternative", EIO);
	igd_host_forgive(host, "/alternative");
}

static void outer_done(void *fact)
{
	free(((struct outer *)fact)->text);
}

static const struct igd_fact outer = { "outer", sizeof(struct outer), read_outer, outer_done };

static void expect_fact(
	struct igd_host *host, const struct igd_fact *fact, size_t citations, size_t stuck)
{
	struct igd_trace trace;

	igd_host_begin(host);
	assert_non_null(igd_host_fact(host, fact));
	igd_host_fact(host, fact);
	trace = igd_host_end(host);
	assert_int_equal(trace.citation_count, citations);
	assert_int_equal(trace.stuck_count, stuck);
	assert_string_equal(trace.citations[0].source, "/dir/a");
	assert_string_equal(trace.citations[0].excerpt, "1");
	assert_string_equal(igd_trace_first(&trace)->path, "/secret");
	igd_trace_done(&trace);
}

static void facts_are_read_once_and_replayed(void **state)
{
	struct igd_host *host = host_of(COMPLETE NODES);

	(void)state;
	expect_fact(host, &outer, 2, 2);
	expect_fact(host, &outer, 2, 2);
	expect_fact(host, &inner, 1, 1);
	assert_int_equal(*(const int *)igd_host_fact(host, &inner), 1);
	assert_ptr_equal(((const struct outer *)igd_host_fact(host, &outer))->inner,
		igd_host_fact(host, &inner));
	igd_host_free(host);
}

static void citations_are_printable_and_bounded(void **state)
{
	struct igd_host *host = host_of(COMPLETE);
	struct igd_trace trace;
	int i;

	(void)state;
	igd_host_begin(host);
	igd_host_cite(host, "/a", "%s", "x\x1b[31m\ny");
	igd_host_cite(host, "/a", "%s", "x\x1b[31m\ny");
	igd_host_cite(host, "/a", "%0500d", 1);
	for (i = 0; i < 1000; i++)
		igd_host_cite(host, "/b", "%d", i);
	trace = igd_host_end(host);
	assert_string_equal(trace.citations[0].excerpt, "x\\x1b[31m y");
	assert_true(strlen(trace.citations[1].excerpt) <= 240);
	assert_int_equal(trace.citation_count, 64);
	igd_trace_done(&trace);
	igd_host_free(host);
}

struct work {
	int error;
	unsigned count;
};

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	struct work *made = context;

	(void)host;
	made->count++;
	igd_text_printf(ret, "worked");
	return made->error;
}

/* How often there was work in two askings, what came of it, and what sticks to the key. */
static void expect_derived(const char *text, struct work made, const char *wanted, int stuck)
{
	struct igd_host *host = host_of(text);
	unsigned count = made.count, i;
	const char *got;

	made.count = 0;
	for (i = 0; i < 2; i++) {
		got = igd_host_derive(host, "key/of-it", work, &made);
		if (wanted)
			assert_string_equal(got, wanted);
		else
			assert_null(got);
	}
	assert_int_equal(made.count, count);
	assert_int_equal(igd_host_error(host, "key/of-it"), stuck);
	igd_host_free(host);
}

#define KEY " /.igd-doctor/derived/key/of-it"

static void derived_answers_are_recorded_or_worked_out(void **state)
{
	(void)state;
	/* nothing of it is recorded: work */
	expect_derived(COMPLETE, (struct work){ 0, 1 }, "worked", 0);
	expect_derived(RECORDED, (struct work){ 0, 1 }, "worked", 0);
	expect_derived(COMPLETE "d /\nf /.igd-doctor/derived/other x\n", (struct work){ 0, 1 },
		"worked", 0);
	expect_derived(COMPLETE, (struct work){ ENOENT, 1 }, NULL, 0);
	expect_derived(COMPLETE, (struct work){ EBADMSG, 1 }, NULL, EBADMSG);
	expect_derived(RECORDED, (struct work){ ENODATA, 1 }, NULL, ENODATA);
	/* the answer, that there is none, and that it could not be read, are recorded: no work */
	expect_derived(COMPLETE "f" KEY " kept\n", (struct work){ 0, 0 }, "kept", 0);
	expect_derived(RECORDED "f" KEY " kept\n", (struct work){ 0, 0 }, "kept", 0);
	expect_derived(COMPLETE "a" KEY "\n", (struct work){ 0, 0 }, NULL, 0);
	expect_derived(RECORDED "a" KEY "\n", (struct work){ 0, 0 }, NULL, 0);
	expect_derived(COMPLETE "e" KEY " EACCES\n", (struct work){ 0, 0 }, NULL, EACCES);
	expect_derived(RECORDED "e" KEY " EBADMSG\n", (struct work){ 0, 0 }, NULL, EBADMSG);
}

struct sharing {
	struct igd_answer known;
	unsigned begun, ended;
	bool is_known;
};

static int share_begin(void *context, const char *key, struct igd_answer *ret)
{
	struct sharing *sharing = context;

	assert_string_equal(key, "key");
	sharing->begun++;
	if (!sharing->is_known)
		return -EINPROGRESS;
	*ret = (struct igd_answer){ .error = sharing->known.error };
	if (!ret->error) {
		ret->bytes = igd_strdup("shared");
		ret->size = 6;
	}
	return 0;
}

static void share_end(void *context, const char *key, const struct igd_answer *answer)
{
	struct sharing *sharing = context;

	assert_string_equal(key, "key");
	assert_int_equal(answer->error, 0);
	assert_string_equal(answer->bytes, "worked");
	sharing->ended++;
}

static void expect_shared(struct sharing sharing, unsigned works, const char *wanted)
{
	static const struct igd_derive_ops ops = { share_begin, share_end };
	struct igd_host *host = host_of(COMPLETE);
	struct work made = { 0, 0 };
	const char *got;

	igd_host_set_derive(host, &ops, &sharing);
	igd_host_derive(host, "key", work, &made);
	got = igd_host_derive(host, "key", work, &made);
	assert_int_equal(made.count, works);
	assert_int_equal(sharing.ended, works);
	assert_int_equal(sharing.begun, 1);
	assert_string_equal(got ? got : "(none)", wanted);
	igd_host_free(host);
}

static void only_one_worker_does_the_work(void **state)
{
	(void)state;
	expect_shared((struct sharing){ .is_known = false }, 1, "worked");
	expect_shared((struct sharing){ .is_known = true }, 0, "shared");
	expect_shared((struct sharing){ { .error = ENOENT }, 0, 0, true }, 0, "(none)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_kept),
		cmocka_unit_test(a_larger_limit_asks_again),
		cmocka_unit_test(errors_stick_and_are_forgiven),
		cmocka_unit_test(errors_are_injected),
		cmocka_unit_test(facts_are_read_once_and_replayed),
		cmocka_unit_test(citations_are_printable_and_bounded),
		cmocka_unit_test(derived_answers_are_recorded_or_worked_out),
		cmocka_unit_test(only_one_worker_does_the_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
