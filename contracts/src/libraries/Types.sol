// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What a participant is. Rank: Regulator > Trustee > Operator > Issuer, Investor.
enum Role { None, Regulator, Trustee, Operator, Issuer, Investor }

/// @notice A participant's own standing; its parents are asked up the tree, never copied.
enum Standing { None, Active, Suspended, Revoked }

/// @notice How an investor is classified (rulebook R4 to R7).
enum Class { None, Retail, Angel, Sophisticated }

/// @notice The link between a trustee and an operator: both sign it, the trustee may suspend it.
enum Link { None, OfferedByTrustee, OfferedByOperator, Active, Suspended }

/// @notice What a face stands for.
enum Kind { None, Money, Equity }

/// @notice A signer of a door: a key (`x` and `y` zero), or a registered ERC-7913 verifier with a P-256 point.
struct Signer { address key; bytes32 x; bytes32 y; }

/// @notice A participant: what says whether it may act lies in one word. `validUntil` zero: no expiry. `frozenUntil`:
/// nothing may be done before that second (the last that there is: in 2106).
/// `trustee` is a client's guardian; `person` its person tag, the same at every operator.
struct Participant {
    Role role;
    Standing standing;
    uint40 validUntil;
    uint32 frozenUntil;
    address parent;
    Class class;
    address trustee;
    bytes32 person;
}

/// @notice A client's wish to be taken over by another operator, in the guard of `trustee`.
struct Move { address operator; address trustee; }

/// @notice A face: the standard token contract of one supply. `supply` in sen (money) or units (equity).
/// A class has had `records` record dates, the last at the end of second `recordAt`, and `epoch` conversions.
struct Face {
    Kind kind;
    address trustee;
    uint32 records;
    uint32 epoch;
    address issuer;
    uint128 supply;
    uint64 certificates;
    uint64 recordAt;
}

/// @notice What a holder has of one money, in sen, and how much of it orders of the regulator freeze.
struct Account { uint128 balance; uint128 ordered; }

/// @notice A bank credit that was minted: each reference once. `amount` in sen, `creditedAt` the bank's own time.
struct Deposit { address to; uint40 creditedAt; uint56 amount; }

/// @notice Money on its way out: held by the kernel until it is burned or returned. `amount` in sen.
struct Withdrawal { address door; uint56 amount; address token; }

/// @notice A certificate: so many units of one share class. `parent` is the certificate it was split from, zero for none.
/// `epoch`: the conversions of its class that it has been through. `order`: the regulator's order that freezes it, zero for
/// none. `heldBy` is the instance it is encumbered to, for at most `heldUnits` units; `encumbrance` counts how often it was.
struct Certificate {
    address owner;
    uint64 units;
    uint32 epoch;
    uint64 acquiredAt;
    uint64 lockedUntil;
    uint64 parent;
    uint64 order;
    address heldBy;
    uint64 heldUnits;
    uint32 encumbrance;
}

/// @notice What one holder has of one share class. `noted`: the last record date for which its units were kept. `lot` is the
/// certificate that was minted into an instance.
struct Holding { uint32 certificates; uint32 noted; uint64 lot; uint128 units; }

/// @notice One ratio for all units of a class: `left` units are not converted yet, `granted` came out so far.
struct Conversion {
    uint64 numerator;
    uint64 denominator;
    uint64 earliest;
    bool begun;
    uint128 total;
    uint128 left;
    uint128 granted;
}

/// @notice An order of the regulator: `value` (sen, or a certificate's id) of `face` goes from `from` to `to`.
struct Order { address face; uint64 earliest; address from; address to; address escrow; uint128 value; }

/// @notice A class that is to be kept by another trustee.
struct Keeping { address trustee; uint64 earliest; }

/// @notice A module or template by its name: the code in force, and the one announced to follow it.
/// `activator` is the role that activates what the regulator announced.
struct Module {
    address code;
    bool template;
    bool halted;
    Role activator;
    address next;
    uint64 earliest;
    bytes32 nextHash;
}

/// @notice A kind of act: its EIP-712 type, the least gas it may start with, and how many signers it needs.
struct ActType { bytes4 selector; uint32 gasFloor; uint8 signers; string definition; }

/// @notice The registered form of an act type.
struct TypeOfAct { bytes32 typeHash; uint32 gasFloor; uint8 signers; }

/// @notice What a door is asked to do. `call` is a selector followed by static words; `asset` and `most` are the mandate:
/// what the act may debit the door of, and up to how much (sen or units).
struct Act {
    address target;
    bytes call;
    address asset;
    uint256 most;
    uint256 nonce;
    uint256 deadline;
}

/// @notice An act with the signatures of its door's signers, ready to be relayed by anyone.
struct SignedAct { address door; uint256 gasCap; Act act; bytes[] signers; bytes[] signatures; }

/// @notice A permissionless step of an instance.
struct Push { address target; uint256 gasCap; bytes call; }

/// @notice A module or template that the market is born with.
struct BootModule { bytes32 name; address code; bool template; Role activator; }

/// @notice What the market is born with: the kernel's other half, door templates from Regulator to Investor, face templates of money and equity,
/// modules, verifiers of passkeys, and the regulator's name and signers (three, two of which it always needs).
struct Boot {
    address office;
    address[] doors;
    address[] faces;
    BootModule[] modules;
    address[] verifiers;
    bytes32 name;
    Signer[] signers;
}
