// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {
    Class, Conversion, Deposit, Link, Module, Order, Role, Standing, TypeOfAct, Withdrawal
} from "../libraries/Types.sol";
import {IMasterEvents} from "./IMasterEvents.sol";

/// @notice The half of the kernel for the rarer acts: upon the tree, transfers from door to door, the modules, the classes, and the
/// regulator's orders. A call is compared with a contract's functions one after another: the fewer the other half has, the less
/// every act costs.
interface IMasterOffice is IMasterEvents {
    // -- participants (called by doors)
    /// @notice Certify a client's class anew, until second `validUntil` (R7); by its operator.
    function renew(address door, Class class, uint64 validUntil) external;
    /// @notice Suspend, revoke (for ever) or restore a participant; by its parent.
    function setStanding(address door, Standing standing, bytes32 reason) external;
    /// @notice Freeze `door` until second `until`; by the regulator. A first freeze lasts thirty days at most, one that confirms
    /// it as long as it says; zero lifts it.
    function freeze(address door, uint64 until, bytes32 reason) external;
    /// @notice Offer a link between trustee and operator, or accept the other's offer; a trustee's own suspension is lifted.
    function link(address other) external;
    /// @notice Suspend the link with `operator`: no new clients and no new money over it; by the trustee.
    function suspendLink(address operator) external;
    /// @notice Name who burns what the revoked `trustee` still owes; by the regulator.
    function nameSuccessor(address trustee, address successor) external;
    /// @notice A client asks to be taken over by `operator`, in the guard of `trustee`.
    function askToMove(address operator, address trustee) external;
    /// @notice The operator takes over a client that asked for it.
    function takeOver(address client) external;

    // -- modules (called by doors)
    /// @notice Announce the code that is to follow under `name`; whatever was announced for it before is forgotten.
    function announce(bytes32 name, address code, bool template, Role activator) external;
    /// @notice What was announced under `name` does not come.
    function withdrawAnnouncement(bytes32 name, bytes32 reason) external;
    /// @notice Put what was announced under `name` in force, after the notice; by a door of the module's activator role.
    function activate(bytes32 name) external;
    /// @notice Stop, or let go on, all entries that go through `name`, and no exit; by the regulator.
    function halt(bytes32 name, bool halted, bytes32 reason) external;
    /// @notice From now on signers may be points of this ERC-7913 verifier; by the regulator.
    function registerVerifier(address verifier) external;

    // -- transfers and allowances (called by faces)
    /// @notice Move `amount` sen of the calling money from door to door: by its owner, or within what it allowed `caller`.
    function transferMoney(address caller, address from, address to, uint256 amount) external;
    /// @notice Move certificate `id` of the calling class from door to door: by its owner, or by whom it allowed.
    function transferCertificate(address caller, address from, address to, uint256 id) external;
    /// @notice Allow `spender`, a door, to move up to `amount` sen of `caller`'s.
    function approveMoney(address caller, address spender, uint256 amount) external;
    /// @notice Allow `spender`, a door, to move certificate `id`; zero: nobody.
    function approveCertificate(address caller, address spender, uint256 id) external;
    /// @notice Allow `spender`, a door, to move all of `caller`'s certificates of the class, or no longer.
    function approveAll(address caller, address spender, bool approved) external;

    // -- claims (called by instances)
    /// @notice Nobody else under the caller's name has claimed `key`, and nobody else can any more.
    function claim(bytes32 key) external;

    // -- certificates (called by faces)
    /// @notice Split `units` off certificate `id` of the calling door's; returns the new certificate's id.
    function splitCertificate(address caller, uint256 id, uint256 units) external returns (uint256);
    /// @notice Merge certificate `id` into `into`, both the calling door's: the later lock and acquisition hold for both.
    function mergeCertificates(address caller, uint256 id, uint256 into) external;

    // -- classes (called by doors)
    /// @notice Create a share class of the calling issuer's, kept by `trustee`; `name` and `symbol` in UTF-8.
    function createClass(bytes32 name, bytes32 symbol, address trustee) external returns (address face);
    /// @notice The issuer asks that `trustee` keep the class: the regulator can confirm after the kernel's notice.
    function askClassTrustee(address face, address trustee) external;
    /// @notice The regulator confirms it: `trustee` keeps the class from now on.
    function confirmClassTrustee(address face, address trustee) external;
    /// @notice The issuer asks for one ratio for all units of the class (numerator zero: a redemption).
    function askConversion(address face, uint64 numerator, uint64 denominator) external;
    /// @notice The trustee confirms, with the same ratio, after the kernel's notice: the conversion begins.
    function confirmConversion(address face, uint64 numerator, uint64 denominator) external;
    /// @notice Convert these certificates, which must be nobody's security; callable by anyone.
    function convert(address face, uint256[] calldata ids) external;
    /// @notice Keep who holds how much at the end of second `recordAt`. Called by an instance that the class's issuer acts upon.
    function setRecordDate(address face, uint64 recordAt) external returns (uint256 record);

    // -- orders (called by the regulator's door)
    /// @notice Freeze `value` (sen of a money, the id of a certificate) of `from` at once, to go to `to` after the kernel's notice.
    /// `escrow`: the instance that has to give back what it holds for `from` first; zero for none.
    function order(address face, address from, address to, uint256 value, address escrow, bytes32 reason)
        external
        returns (uint256 id);
    /// @notice Take an order back: what it froze is free.
    function withdrawOrder(uint256 id, bytes32 reason) external;
    /// @notice Execute an order that is due, once; callable by anyone.
    function executeOrder(uint256 id) external;

    // -- readings (of what is not there: zeros)
    function linkOf(address trustee, address operator) external view returns (Link);
    function successorOf(address trustee) external view returns (address);
    function depositOf(address token, bytes32 ref) external view returns (Deposit memory);
    function withdrawalOf(uint256 id) external view returns (Withdrawal memory);
    /// @notice In sen.
    function allowance(address token, address owner, address spender) external view returns (uint256);
    function approvedOf(address face, uint256 id) external view returns (address);
    function isApprovedForAll(address face, address owner, address spender) external view returns (bool);
    /// @notice Whether `code` is a module in force.
    function isModule(address code) external view returns (bool);
    function isVerifier(address verifier) external view returns (bool);
    function moduleOf(bytes32 name) external view returns (Module memory);
    /// @notice How `code` takes the act `selector`, as it was registered when `code` came into force.
    function actType(address code, bytes4 selector) external view returns (TypeOfAct memory);
    function orderOf(uint256 id) external view returns (Order memory);
    /// @notice The sen of `token` that orders freeze at `holder`.
    function orderedOf(address token, address holder) external view returns (uint256);
    function conversionOf(address face, uint32 epoch) external view returns (Conversion memory);
    /// @notice The units that `holder` held at the end of the second of `record`, which must have passed.
    function unitsAt(address face, uint256 record, address holder) external view returns (uint256);
}
