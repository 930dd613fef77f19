"""Jupyter's own suite for kernels, every test of it switched on."""

from jupyter_kernel_test import IopubWelcomeTests, KernelTests

KERNEL = "vethbook"


class TestKernel(KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('hello, stderr')"
    code_generate_error = "throw new Error('as wanted')"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].map((n) => n + 1)", "result": "[ 2, 3 ]"},
        {"code": "'a' + 'b'", "result": "'ab'"},
    ]
    code_display_data = [
        {"code": "await display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })", "mime": "text/html"},
        {"code": "await display(6 * 7)", "mime": "text/plain"},
    ]
    completion_samples = [
        {"text": "'abc'.toLow", "matches": {"toLowerCase"}},
        {"text": "process.argv.fi", "matches": {"fill", "filter", "find", "findIndex", "findLast", "findLastIndex"}},
    ]
    complete_code_samples = ["1", "const a = 1\na + 1", "function f() {\n  return 1\n}", "%%sh\nip link"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`template", "if (true) {\n  f(", "/* comment"]
    invalid_code_samples = ["const = 1", "1 +* 2", "}"]
    code_page_something = "parseInt?"
    code_history_pattern = "?1, 2?.map(*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "parseInt"
    code_clear_output = "console.clear()"


class TestIopubWelcome(IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


# Test runners collect what a module names: the two bases are not to run by themselves.
del KernelTests, IopubWelcomeTests
