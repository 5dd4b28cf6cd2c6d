# SPDX-License-Identifier: GPL-2.0-or-later
# What makes a UEFI image here: gcc and a GNU ld that knows i386pep, else clang and lld-link, else nothing.
#
# The compiler of the program itself does not matter: the image is the same whatever that is. IGD_OPROM_TOOLS says
# which (gnu, llvm, none; auto tries them in this order); IGD_OPROM_ABSENT says why there is none, for the program to
# tell. Each is tried with a program of one line.

get_filename_component(oprom_source ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
set(IGD_OPROM_TOOLS auto CACHE STRING "What builds the option ROM: auto, gnu, llvm or none")
set(IGD_OPROM_ABSENT "")

set(oprom_flags -std=gnu17 -Os -ffreestanding -fshort-wchar -fno-stack-protector -mno-red-zone -fno-builtin
	-Wall -Wextra -Werror)
set(oprom_gnu_flags ${oprom_flags} -mgeneral-regs-only -fpie -fvisibility=hidden -fno-jump-tables
	-fcf-protection=none -fno-asynchronous-unwind-tables -fno-ident -fno-tree-loop-distribute-patterns)
set(oprom_llvm_flags ${oprom_flags} --target=x86_64-unknown-windows -mno-sse -mno-mmx)

find_program(IGD_OPROM_GCC NAMES gcc x86_64-linux-gnu-gcc)
find_program(IGD_OPROM_LD NAMES ld.bfd ld x86_64-linux-gnu-ld)
find_program(IGD_OPROM_CLANG NAMES clang clang-14 clang-19)
find_program(IGD_OPROM_LLD NAMES lld-link lld-link-14 lld-link-19)

# oprom_link_command(RET SUBSYSTEM RESULT OBJECT...): subsystem 11 is a driver, 10 an application
function(oprom_link_command ret subsystem result)
	if(oprom_tools STREQUAL gnu)
		set(${ret} ${IGD_OPROM_LD} -m i386pep -T ${oprom_source}/fixes/oprom/image.ld
			--subsystem ${subsystem} --image-base 0 -e igd_efi_main --no-insert-timestamp -s
			-o ${result} ${ARGN} PARENT_SCOPE)
	else()
		set(kind efi_boot_service_driver)
		if(subsystem EQUAL 10)
			set(kind efi_application)
		endif()
		set(${ret} ${IGD_OPROM_LLD} /subsystem:${kind} /entry:igd_efi_main /nodefaultlib /timestamp:0
			/out:${result} ${ARGN} PARENT_SCOPE)
	endif()
endfunction()

function(oprom_try tools compiler linker)
	if(NOT compiler OR NOT linker)
		return()
	endif()
	set(oprom_tools ${tools})
	set(probe ${CMAKE_CURRENT_BINARY_DIR}/probe-${tools})
	file(WRITE ${probe}.c "unsigned long igd_efi_main(void)\n{\n\treturn 0;\n}\n")
	oprom_link_command(link 11 ${probe}.efi ${probe}.o)
	execute_process(COMMAND ${compiler} ${oprom_${tools}_flags} -c ${probe}.c -o ${probe}.o
		RESULT_VARIABLE compiled OUTPUT_QUIET ERROR_QUIET)
	execute_process(COMMAND ${link} RESULT_VARIABLE linked OUTPUT_QUIET ERROR_QUIET)
	if(compiled EQUAL 0 AND linked EQUAL 0)
		set(oprom_tools ${tools} PARENT_SCOPE)
		set(oprom_compiler ${compiler} PARENT_SCOPE)
	endif()
endfunction()

set(oprom_tools none)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
	if(IGD_OPROM_TOOLS MATCHES "^(auto|gnu)$")
		oprom_try(gnu "${IGD_OPROM_GCC}" "${IGD_OPROM_LD}")
	endif()
	if(oprom_tools STREQUAL none AND IGD_OPROM_TOOLS MATCHES "^(auto|llvm)$")
		oprom_try(llvm "${IGD_OPROM_CLANG}" "${IGD_OPROM_LLD}")
	endif()
endif()
if(oprom_tools STREQUAL none)
	set(IGD_OPROM_ABSENT "built without gcc and a GNU ld that knows i386pep, or clang and lld-link")
endif()
message(STATUS "Option ROM: ${oprom_tools} ${IGD_OPROM_ABSENT}")

# oprom_image(NAME SUBSYSTEM WHO SOURCE...): the target's NAME.efi in the current binary directory; WHO begins the
# lines that it writes.
function(oprom_image name subsystem who)
	set(objects "")
	file(GLOB headers CONFIGURE_DEPENDS ${oprom_source}/fixes/oprom/*.h)
	foreach(source ${ARGN})
		cmake_path(GET source STEM stem)
		set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}-${stem}.o)
		add_custom_command(OUTPUT ${object}
			COMMAND ${oprom_compiler} ${oprom_${oprom_tools}_flags} -DIGD_VERSION="${PROJECT_VERSION}"
				-DIGD_SAY_WHO="${who}" -I${oprom_source} -I${oprom_source}/doctor
				-I${oprom_generated} -c ${source} -o ${object}
			DEPENDS ${source} ${headers} ${oprom_generated}/fixes/oprom/device_rows.h
				${oprom_source}/doctor/facts/firmware/gms_size.h
				${oprom_source}/doctor/core/attr.h
			COMMENT "${name}.efi: ${stem}" VERBATIM)
		list(APPEND objects ${object})
	endforeach()
	set(result ${CMAKE_CURRENT_BINARY_DIR}/${name}.efi)
	oprom_link_command(link ${subsystem} ${result} ${objects})
	add_custom_command(OUTPUT ${result} COMMAND ${link}
		DEPENDS ${objects} ${oprom_source}/fixes/oprom/image.ld COMMENT "${name}.efi" VERBATIM)
endfunction()
