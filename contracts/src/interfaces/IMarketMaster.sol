// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {
    ActType, Certificate, Class, Deposit, Face, Holding, Kind, Link, Module, Participant, Role, Signer, Standing,
    TypeOfAct, Withdrawal
} from "../libraries/Types.sol";

/// @notice The market's data and the promises that guard it. Modules decide, the kernel moves.
/// @dev Amounts of money are sen, amounts of equity whole units, times chain seconds. Functions say who may call them:
/// a door (for itself), a face, the module in force, an instance, or anyone.
interface IMarketMaster {
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

    // -- events: modules and instances
    event ActRegistered(
        address indexed code, bytes4 indexed selector, bytes32 typeHash, uint32 gasFloor, uint8 signers, string definition
    );
    event DoorTemplateSet(Role indexed role, address indexed code);
    event FaceTemplateSet(Kind indexed kind, address indexed code);
    event ModuleAnnounced(bytes32 indexed name, address indexed code, bytes32 codeHash, uint64 earliest);
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
    /// @notice Units left one certificate for another (new when `opened`), or moved with it whole (`from` == `to` ids).
    event UnitsMoved(
        address indexed face, uint256 indexed fromId, uint256 indexed toId, address from, address to, uint256 units,
        uint64 acquiredAt, uint64 lockedUntil
    );
    event Encumbered(address indexed face, uint256 indexed id, address indexed instance, uint256 units);
    event Released(address indexed face, uint256 indexed id, address indexed instance);

    // -- errors
    /// @notice Another act, or a step of an instance, is still going on.
    error MasterBusy();
    error MasterNotActing(address caller);
    error MasterNotADoor(address caller);
    error NotAParticipant(address account);
    error MasterWrongRole(address door, Role got, Role wanted);
    /// @notice `blamed` (the door or one of its parents) is suspended, revoked, expired or frozen.
    error MasterNotActive(address door, address blamed);
    error MasterFrozen(address door, uint64 until);
    error MasterNotItsParent(address door, address caller);
    error MasterRevoked(address door);
    error MasterNoSigner();
    error MasterValidityPassed(uint64 validUntil, uint256 time);
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

    // -- participants (called by doors)
    function admit(
        Role role, bytes32 name, Signer[] calldata signers, address trustee, bytes32 person, Class class, uint64 validUntil
    ) external returns (address door);
    function renew(address door, Class class, uint64 validUntil) external;
    function setStanding(address door, Standing standing, bytes32 reason) external;
    function freeze(address door, uint64 until, bytes32 reason) external;
    function link(address other) external;
    function suspendLink(address operator) external;
    function nameSuccessor(address trustee, address successor) external;

    // -- modules (called by doors)
    function announce(bytes32 name, address code, bool template, Role activator) external;
    function activate(bytes32 name) external;
    function halt(bytes32 name, bool halted, bytes32 reason) external;
    function registerVerifier(address verifier) external;

    // -- acting
    /// @notice A door begins an act at `target`; a template is cloned first, and the instance is returned.
    function begin(address target, address asset, uint256 most) external returns (address);
    function end() external;
    /// @notice An instance begins a step that nobody acts in.
    function lock() external;
    function unlock() external;
    /// @notice Who is acting upon the caller: reverts unless an act is addressed to the caller.
    function actor() external view returns (address);
    /// @notice Who is acting upon `instance`: reverts unless an act is addressed to it.
    function actorUpon(address instance) external view returns (address);
    /// @notice Who is acting upon the caller, active with all its parents, the caller's own name not halted: an entry.
    function entrant() external view returns (address);

    // -- money (called by doors)
    function mint(address to, uint256 amount, bytes32 ref, uint64 creditedAt) external;
    function requestWithdrawal(address token, uint256 amount) external returns (uint256 id);
    function burn(uint256 id, bytes32 ref) external;
    function returnWithdrawal(uint256 id, bytes32 reason) external;
    // -- money (called by faces)
    function transferMoney(address caller, address from, address to, uint256 amount) external;
    function approveMoney(address caller, address spender, uint256 amount) external;
    // -- money (called by instances)
    /// @notice Take `amount` of `token`, which must be the act's asset, from who is acting into the calling instance.
    function pull(address token, uint256 amount) external;
    /// @notice Pay `amount` of `token` from the calling instance's escrow to a door.
    function pay(address token, address to, uint256 amount) external;

    // -- equity (called by doors)
    function createClass(bytes32 name, bytes32 symbol, address trustee) external returns (address face);
    function mintUnits(address face, address to, uint256 units, bytes32 ref) external;
    // -- equity (called by faces)
    function transferCertificate(address caller, address from, address to, uint256 id) external;
    function approveCertificate(address caller, address spender, uint256 id) external;
    function approveAll(address caller, address spender, bool approved) external;
    // -- equity (called by instances)
    /// @notice Encumber `units` of who is acting's certificate `id` of `face`, the act's asset, to the calling instance.
    function encumber(address face, uint256 id, uint256 units) external;
    function release(address face, uint256 id) external;
    /// @notice Deliver `units` of certificate `id`, encumbered to the caller or its own, to the door `to`. Returns the id they are in.
    function deliver(address face, uint256 id, uint256 units, address to, uint64 lockedUntil) external returns (uint256);
    /// @notice Destroy `units` of the caller's own certificate `id`.
    function giveBack(address face, uint256 id, uint256 units) external;

    // -- words and claims (called by the module in force, and by instances)
    function write(bytes32 key, bytes32 value) external;
    function claim(bytes32 key) external;

    // -- readings
    function participant(address door) external view returns (Participant memory);
    function roleOf(address door) external view returns (Role);
    function isActive(address door) external view returns (bool);
    function isFrozen(address door) external view returns (bool);
    function requireActive(address door) external view;
    function linkOf(address trustee, address operator) external view returns (Link);
    function successorOf(address trustee) external view returns (address);
    function tokenOf(address trustee) external view returns (address);
    function faceOf(address face) external view returns (Face memory);
    function balanceOf(address token, address holder) external view returns (uint256);
    function allowance(address token, address owner, address spender) external view returns (uint256);
    function depositOf(address token, bytes32 ref) external view returns (Deposit memory);
    function withdrawalOf(uint256 id) external view returns (Withdrawal memory);
    function certificateOf(address face, uint256 id) external view returns (Certificate memory);
    function approvedOf(address face, uint256 id) external view returns (address);
    function isApprovedForAll(address face, address owner, address spender) external view returns (bool);
    function holdingOf(address face, address holder) external view returns (Holding memory);
    function moduleOf(bytes32 name) external view returns (Module memory);
    /// @notice The code in force under `name`: reverts while it is halted.
    function running(bytes32 name) external view returns (address);
    function templateOf(address instance) external view returns (address);
    /// @notice Whether `code` is a module in force.
    function isModule(address code) external view returns (bool);
    function isVerifier(address verifier) external view returns (bool);
    function word(bytes32 name, bytes32 key) external view returns (bytes32);
    /// @notice The type of the act `selector` that `door` addresses to `target`; refused while another act is going on.
    function typeOf(address door, address target, bytes4 selector) external view returns (TypeOfAct memory);
    function actType(address code, bytes4 selector) external view returns (TypeOfAct memory);
    function regulator() external view returns (address);
}
