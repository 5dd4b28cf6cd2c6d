// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest_script - what PowerShell in the guest is asked to print
 *
 * It reads, and changes nothing. facts/guest/windows.h says what comes of it. What has to be minded, as there was no
 * Windows to try it on:
 *  - it runs as LocalSystem in session 0, so what belongs to a person's desktop is not to be seen; WMI, PnP, services
 *    and the firewall are (QEMU qga/main.c; the agent is a service)
 *  - Windows PowerShell 5.1: ConvertTo-Json takes an array of one apart if it comes through a pipe, goes two levels deep,
 *    and writes dates and enumerations in its own way; so arrays stand in an object, depth is told, and dates and
 *    enumerations are made texts
 *  - the console's code page is the OEM's: so what is printed is UTF-8 in base64, which is ASCII
 *  - in WQL a backslash is written twice; CreateProcess() takes 32767 characters, and in base64 of UTF-16 each of the
 *    script's is 2.67
 *  - a query that fails is silent, and its list must not be taken for empty: it is null then. In $Error there is also
 *    what is no failure: that nothing of what was looked for is there (CmdletizationQuery_NotFound of the cmdlets that are
 *    made of CIM classes, NoProcessFoundForGivenName). A monitor's class is "Not supported" where there is none
 *  - names and paths of persons are not asked for
 */
#include <nettle/base64.h>
#include <string.h>

#include "core/source_live_guest.h"

/* clang-format off */
static const char script[] =
	"$ErrorActionPreference='SilentlyContinue';$ProgressPreference='SilentlyContinue'\n"
	"$iv=[Globalization.CultureInfo]::InvariantCulture\n"
	/* Type `(Get-PnpDeviceProperty -InstanceId ID -KeyName KEY).Data` */
	"$pp={param($i,$k)(Get-PnpDeviceProperty -InstanceId $i -KeyName $k).Data}\n"
	/* The list that a block makes, of one and of none as well; null if it has none because something failed. */
	"$q={param($b)$Error.Clear();$x=@(&$b);"
	"$e=@($Error|?{$_.FullyQualifiedErrorId -notmatch '^(CmdletizationQuery_NotFound|NoProcessFound)'});"
	"if($x.Count -or !$e.Count){,$x}else{$null}}\n"
	"$o=[ordered]@{v=1}\n"
	/* Adapters with a driver; a picture's size where they show one. status is the NTSTATUS of a problem. */
	"$o.gpu=&$q {Get-CimInstance Win32_VideoController|%{$s=$null\n"
	"if($_.ConfigManagerErrorCode){$s=&$pp $_.PNPDeviceID 'DEVPKEY_Device_ProblemStatus'}\n"
	"[ordered]@{name=$_.Name;id=$_.PNPDeviceID;err=$_.ConfigManagerErrorCode;"
	"st=$(if($null -ne $s){'0x{0:X8}' -f $s});ver=$_.DriverVersion;"
	"date=$(if($_.DriverDate){$_.DriverDate.ToUniversalTime().ToString('yyyy-MM-dd',$iv)});"
	"w=$_.CurrentHorizontalResolution;h=$_.CurrentVerticalResolution;inf=$_.InfFilename}}}\n"
	/* Displays, monitors and what of Intel's has a problem; an adapter without a driver has no class. */
	"$o.pnp=&$q {Get-CimInstance Win32_PnPEntity -Filter \"PNPClass='Display' OR PNPClass='Monitor' OR "
	"PNPDeviceID LIKE 'PCI\\\\VEN_8086%'\"|"
	"?{$_.PNPClass -in 'Display','Monitor' -or $_.ConfigManagerErrorCode}|"
	"%{[ordered]@{name=$_.Name;cls=$_.PNPClass;id=$_.PNPDeviceID;hw=@($_.HardwareID)[0];"
	"svc=$_.Service;err=$_.ConfigManagerErrorCode}}}\n"
	/* Monitors that are on, the adapter each hangs from, and by what kind of output. */
	"$o.mon=&$q {Get-CimInstance -Namespace root\\wmi WmiMonitorID|"
	"%{[ordered]@{inst=$_.InstanceName;act=$_.Active;"
	"name=-join($_.UserFriendlyName|?{$_}|%{[char]$_});"
	"par=&$pp ($_.InstanceName -replace '_\\d+$','') 'DEVPKEY_Device_Parent'}}}\n"
	"$o.out=&$q {Get-CimInstance -Namespace root\\wmi WmiMonitorConnectionParams|"
	"%{[ordered]@{inst=$_.InstanceName;tech=$_.VideoOutputTechnology}}}\n"
	/* Sunshine under its names, what it listens at, and whether the firewall lets it. */
	"$o.svc=&$q {Get-CimInstance Win32_Service -Filter \"Name='SunshineService' OR Name='SunshineSvc' OR "
	"Name='ApolloService'\"|%{[ordered]@{name=$_.Name;state=$_.State;mode=$_.StartMode;path=$_.PathName}}}\n"
	"$p=@(Get-Process sunshine)\n"
	"$o.proc=&$q {Get-Process sunshine|%{[ordered]@{pid=$_.Id;sess=$_.SessionId;path=$_.Path}}}\n"
	"$o.tcp=&$q {$p|%{Get-NetTCPConnection -State Listen -OwningProcess $_.Id}|"
	"%{\"$($_.LocalAddress):$($_.LocalPort)\"}}\n"
	"$o.udp=&$q {$p|%{Get-NetUDPEndpoint -OwningProcess $_.Id}|%{\"$($_.LocalAddress):$($_.LocalPort)\"}}\n"
	"$o.net=&$q {Get-NetConnectionProfile|%{[ordered]@{nic=$_.InterfaceAlias;cat=\"$($_.NetworkCategory)\"}}}\n"
	"$o.fwp=&$q {Get-NetFirewallProfile|"
	"%{[ordered]@{name=$_.Name;on=\"$($_.Enabled)\";inb=\"$($_.DefaultInboundAction)\"}}}\n"
	"$o.fwr=&$q {$r=@(Get-NetFirewallRule -DisplayName Sunshine,Apollo)+"
	"@($p|?{$_.Path}|%{Get-NetFirewallApplicationFilter -Program $_.Path}|Get-NetFirewallRule);"
	"$r|?{\"$($_.Direction)\" -eq 'Inbound'}|Sort-Object InstanceID -Unique|"
	"%{[ordered]@{name=$_.DisplayName;on=\"$($_.Enabled)\";act=\"$($_.Action)\";prof=\"$($_.Profile)\";"
	"proto=($_|Get-NetFirewallPortFilter).Protocol;"
	"prog=($_|Get-NetFirewallApplicationFilter).Program}}}\n"
	/* What bears on Code 43: a hypervisor that is hidden, and Windows being one itself. */
	"$c=Get-CimInstance Win32_ComputerSystem;if($c){$o.user=[bool]$c.UserName;$o.hyp=$c.HypervisorPresent}\n"
	"$o.vbs=(Get-CimInstance -Namespace root\\Microsoft\\Windows\\DeviceGuard Win32_DeviceGuard)"
	".VirtualizationBasedSecurityStatus\n"
	"[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("
	"(ConvertTo-Json -InputObject $o -Depth 5 -Compress)))\n";
/* clang-format on */

char *igd_guest_script(void)
{
	size_t count = sizeof(script) - 1, i;
	/* UTF-16LE without a mark, of a text that is ASCII. */
	IGD_AUTOFREE uint8_t *wide = igd_zalloc(2 * count);
	char *text = igd_zalloc(BASE64_ENCODE_RAW_LENGTH(2 * count) + 1);

	for (i = 0; i < count; i++)
		wide[2 * i] = (uint8_t)script[i];
	base64_encode_raw(text, 2 * count, wide);
	return text;
}
