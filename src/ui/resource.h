/* Numbers of the resources; also read by the resource compiler. The numbers of controls are what scenarios/ui/reference.ui
 * finds them by in every language. */
#ifndef MSIDENT_UI_RESOURCE_H
#define MSIDENT_UI_RESOURCE_H

#define IDS_MAIN_IDENTITY 1
#define IDS_DEFAULT_MARK  16 /* behind the name of the default identity */
#define IDS_ASK_ME        17

/* Captions of message boxes; the text of each has the number behind it, and %1 in it is a name or number. */
#define IDS_REFUSED        32 /* D-106 */
#define IDS_LOG_OFF        34
#define IDS_SWITCH_NOW     36 /* D-102 */
#define IDS_REMOVE         38
#define IDS_WRONG_PASSWORD 40
#define IDS_MISMATCH       42
#define IDS_NO_PASSWORD    44
#define IDS_LONG_PASSWORD  46
#define IDS_NAME_TAKEN     48
#define IDS_NO_NAME        50
#define IDS_LONG_NAME      52
#define IDS_FAILED         54

#define IDD_SWITCH          100
#define IDC_SWITCH_LIST     101
#define IDC_SWITCH_PASSWORD 102
#define IDC_SWITCH_MANAGE   103
#define IDC_SWITCH_LOG_OFF  104
#define IDC_SWITCH_LABEL    105 /* of the password */

#define IDD_MANAGE            200
#define IDC_MANAGE_LIST       201
#define IDC_MANAGE_NEW        202
#define IDC_MANAGE_REMOVE     203
#define IDC_MANAGE_PROPERTIES 204
#define IDC_MANAGE_START      205
#define IDC_MANAGE_DEFAULT    206

#define IDD_NEW         300
#define IDC_NEW_NAME    301
#define IDC_NEW_REQUIRE 302

#define IDD_PROPERTIES         400
#define IDC_PROPERTIES_NAME    401
#define IDC_PROPERTIES_REQUIRE 402
#define IDC_PROPERTIES_CHANGE  403

/* Three shapes of one dialog: a new password, another password, no password any more. */
#define IDD_PASSWORD_SET     500
#define IDD_PASSWORD_CHANGE  510
#define IDD_PASSWORD_REMOVE  520
#define IDC_PASSWORD_WHOM    501
#define IDC_PASSWORD_OLD     502
#define IDC_PASSWORD_NEW     503
#define IDC_PASSWORD_CONFIRM 504

#endif
