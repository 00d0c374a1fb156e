// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Class, Kind, Link, Role, Standing} from "../libraries/Types.sol";

/// @notice What the kernel announces, and how it refuses.
interface IMasterEvents {
    // -- events: participants
    event Admitted(
        address indexed door, Role indexed role, address indexed parent, address trustee, bytes32 name, bytes32 person,
        Class class, uint64 validUntil
    );
    event Renewed(address indexed door, Class class, uint64 validUntil);
    event StandingChanged(address indexed door, Standing standing, address indexed by, bytes32 reason);
    /// @notice `until` is the second at which the freeze lapses; zero: it was lifted.
    event Frozen(address indexed door, uint64 until, address indexed by, bytes32 reason);
    event Linked(address indexed trustee, address indexed operator, Link link);
    event SuccessorNamed(address indexed trustee, address indexed successor);
    /// @notice A client asks `operator` to take it over, in the guard of `trustee`.
    event MoveAsked(address indexed door, address indexed operator, address indexed trustee);
    event Moved(address indexed door, address indexed operator, address indexed trustee, address former);

    // -- events: modules and instances
    event ActRegistered(
        address indexed code, bytes4 indexed selector, bytes32 typeHash, uint32 gasFloor, uint8 signers, string definition
    );
    event DoorTemplateSet(Role indexed role, address indexed code);
    event FaceTemplateSet(Kind indexed kind, address indexed code);
    /// @notice From `earliest` on a door of `activator` can put `code` in force, if it still has this hash.
    event ModuleAnnounced(
        bytes32 indexed name, address indexed code, bytes32 codeHash, uint64 earliest, bool template, Role activator
    );
    event AnnouncementWithdrawn(bytes32 indexed name, address indexed code, bytes32 reason);
    event ModuleActivated(bytes32 indexed name, address indexed code, bool template);
    event Halted(bytes32 indexed name, bool halted, bytes32 reason);
    event VerifierRegistered(address indexed verifier);
    event Opened(address indexed instance, address indexed template, bytes32 indexed name, address door);
    event Sealed(address indexed regulator);

    // -- events: assets
    event FaceCreated(
        address indexed face, Kind indexed kind, address indexed trustee, address issuer, bytes32 name, bytes32 symbol
    );
    event MoneyMinted(
        address indexed token, address indexed to, bytes32 indexed ref, uint256 amount, uint64 creditedAt, uint256 supply
    );
    event WithdrawalRequested(uint256 indexed id, address indexed door, address indexed token, uint256 amount);
    event WithdrawalReturned(uint256 indexed id, address indexed door, address indexed token, uint256 amount, bytes32 reason);
    event MoneyBurned(
        uint256 indexed id, address indexed door, address indexed token, uint256 amount, bytes32 ref, uint256 supply
    );
    event MoneyApproved(address indexed token, address indexed owner, address indexed spender, uint256 amount);
    event UnitsMinted(address indexed face, address indexed to, uint256 indexed id, uint256 units, bytes32 ref, uint256 supply);
    event UnitsGivenBack(address indexed face, address indexed from, uint256 indexed id, uint256 units, uint256 supply);
    /// @notice Units left one certificate for another (a new one, or one that they were merged into), or moved with it whole
    /// (`fromId` is `toId`).
    event UnitsMoved(
        address indexed face, uint256 indexed fromId, uint256 indexed toId, address from, address to, uint256 units,
        uint64 acquiredAt, uint64 lockedUntil
    );
    event Encumbered(address indexed face, uint256 indexed id, address indexed instance, uint256 units);
    event Released(address indexed face, uint256 indexed id, address indexed instance);

    // -- events: classes
    /// @notice From `earliest` on the regulator can confirm that `trustee` keeps the class.
    event ClassTrusteeAsked(address indexed face, address indexed trustee, uint64 earliest);
    event ClassTrusteeChanged(address indexed face, address indexed trustee, address former);
    /// @notice Who holds how much at the end of second `recordAt` is kept as `record` of the class.
    event RecordDateSet(address indexed face, uint256 indexed record, uint64 recordAt);
    /// @notice The issuer asks that each unit become `numerator / denominator` units; the trustee can confirm from `earliest` on.
    event ConversionAsked(address indexed face, uint64 numerator, uint64 denominator, uint64 earliest);
    /// @notice Confirmed: `total` units are to be converted, each certificate rounded down.
    event ConversionBegun(address indexed face, uint32 indexed epoch, uint64 numerator, uint64 denominator, uint256 total);
    event Converted(
        address indexed face, uint256 indexed id, uint32 indexed epoch, address owner, uint256 before, uint256 units, uint256 supply
    );
    /// @notice What rounding left over went to the issuer as certificate `id` (zero: nothing was left over).
    event ConversionEnded(address indexed face, uint32 indexed epoch, uint256 id, uint256 residue);

    // -- events: orders of the regulator
    /// @notice `value` (sen, or the certificate's id) is frozen, and goes to `to` from `earliest` on.
    event Ordered(
        uint256 indexed id, address indexed face, address indexed from, address to, uint256 value, address escrow,
        uint64 earliest, bytes32 reason
    );
    event OrderWithdrawn(uint256 indexed id, bytes32 reason);
    /// @notice `moved`: sen, or units. Less than was ordered when less was there.
    event OrderExecuted(uint256 indexed id, address indexed face, address indexed from, address to, uint256 moved);

    // -- errors
    /// @notice Another act, or a step of an instance, is still going on.
    error MasterBusy();
    error MasterNotActing(address caller);
    error NotAParticipant(address account);
    error MasterWrongRole(address door, Role got, Role wanted);
    /// @notice `blamed` (the door or one of its parents) is suspended, revoked, expired or frozen.
    error MasterNotActive(address door, address blamed);
    error MasterFrozen(address door, uint64 until);
    error MasterNotItsParent(address door, address caller);
    error MasterRevoked(address door);
    error MasterNoSigner();
    error MasterValidityPassed(uint64 validUntil, uint256 time);
    error MasterValidityTooLate(uint64 validUntil);
    error MasterPersonMissing();
    error MasterNotLinked(address trustee, address operator);
    error MasterLinkOutOfState(Link link);
    error MasterNotATarget(address target);
    error MasterNotAnInstance(address caller);
    error MasterNotAFace(address caller);
    error MasterNotAModule(address caller);
    error MasterHalted(bytes32 name);
    error MasterNothingAnnounced(bytes32 name);
    error MasterTooEarly(uint64 earliest, uint256 time);
    error MasterCodeChanged(bytes32 got, bytes32 wanted);
    error MasterNoCode(address code);
    error MasterClaimed(bytes32 key, address by);
    /// @notice The act names another asset than the one to be debited.
    error MasterOtherAsset(address got, address wanted);
    /// @notice The act's mandate is too small: `left` of it remains.
    error MasterMandateExceeded(uint256 amount, uint256 left);
    error MasterAmountZero();
    /// @notice A bank credit has happened when it is minted.
    error MasterCreditedInFuture(uint64 creditedAt, uint256 time);
    error MasterAmountTooLarge(uint256 amount);
    error MasterBalanceTooLow(address token, address holder, uint256 balance, uint256 amount);
    error MasterAllowanceTooLow(address spender, uint256 allowance, uint256 amount);
    error MasterReferenceUsed(bytes32 ref);
    error MasterNotYourSupply(address token, address caller);
    error MasterNoSuchWithdrawal(uint256 id);
    error MasterNoSuchCertificate(address face, uint256 id);
    error MasterNotTheOwner(uint256 id, address owner, address caller);
    error MasterEncumbered(uint256 id, address instance);
    error MasterNotHolding(uint256 id, address instance);
    error MasterUnitsTooFew(uint256 id, uint256 units, uint256 wanted);
    /// @notice Money cannot reach an instance but by an act addressed to it.
    error MasterNotAReceiver(address account);
    error MasterMoveNotAsked(address door, address operator);
    error MasterNothingAsked(address face);
    /// @notice Another conversion of the class, or a record date of it, is still to come.
    error MasterClassBusy(address face);
    error MasterRatioOutOfRange(uint256 numerator, uint256 denominator);
    /// @notice The certificate has to be converted first: anyone can.
    error MasterUnconverted(uint256 id);
    error MasterNotConvertible(uint256 id);
    error MasterNotMergeable(uint256 id, uint256 into);
    error MasterRecordInThePast(uint64 recordAt, uint256 time);
    error MasterNoSuchRecord(address face, uint256 record);
    /// @notice An order of the regulator freezes it: `value` sen, or this certificate.
    error MasterOrdered(address face, address holder, uint256 value);
    error MasterNoSuchOrder(uint256 id);
}
